import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { exitCodeOf, loadSettings, Port } from '@gatekeeper/runtime';
import { openingDoors } from './opening-doors';

class Doors {
  @Port('SOME_PORT')
  port = 0;

  @Port('METRICS_PORT')
  metricsPort = 0;

  host = '127.0.0.1';
}

const listen = (port: number, host: string): Promise<Server> =>
  new Promise((opened, refused) => {
    const server = createServer().once('error', refused);
    server.listen(port, host, () => opened(server));
  });

describe('a door that cannot be opened', () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    taken = await listen(0, '127.0.0.1');
    ({ port } = taken.address() as AddressInfo);
  });
  afterAll(() => new Promise((closed) => taken.close(closed)));

  const refusal = async (doors: Doors, at: number, host = doors.host): Promise<[unknown, number]> => {
    try {
      (await openingDoors(doors, () => listen(at, host))).close();
      return ['open', 0];
    } catch (error) {
      return [error instanceof Error ? error.message : error, exitCodeOf(error)];
    }
  };

  it.each([
    ['SOME_PORT', () => ({ SOME_PORT: String(port) })],
    ['METRICS_PORT', () => ({ METRICS_PORT: String(port) })],
  ] as const)('because its port is taken names %s, and may be tried again', async (variable, environment) => {
    const doors = loadSettings(Doors, environment());
    expect(await refusal(doors, port)).toEqual([
      `port ${port} of 127.0.0.1: it is taken: stop what listens there, or set ${variable} to another one`,
      1,
    ]);
  });

  it.each(['203.0.113.1', 'no host'])('because HOST is %s names it', async (host) => {
    const doors = Object.assign(loadSettings(Doors, {}), { host });
    expect(await refusal(doors, 0)).toEqual([
      expect.stringMatching(`HOST is ${host}, which is no address of this machine`),
      2,
    ]);
  });

  it('leaves one that opens, and every other error, as it is', async () => {
    const doors = loadSettings(Doors, {});
    expect(await refusal(doors, 0)).toEqual(['open', 0]);
    const other = new Error('a defect');
    await expect(openingDoors(doors, () => Promise.reject(other))).rejects.toBe(other);
  });
});
