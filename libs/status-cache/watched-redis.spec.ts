import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { Writable } from 'node:stream';
import { createLog, HealthBoard, Shutdown, silentLog } from '@gatekeeper/runtime';
import { openWatchedRedis } from './watched-redis';

const PASSWORD = 'S3cretbad';

describe('a Redis that refuses the password', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () =>
        socket.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n'),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  it.each([
    ['alone', (port: number) => `redis://:${PASSWORD}@127.0.0.1:${port}`],
    [
      'as a cluster',
      (port: number) => `redis://:${PASSWORD}@127.0.0.1:${port},redis://:${PASSWORD}@127.0.0.1:${port}`,
    ],
  ])('is named in the log without it: %s', async (_, urlOf) => {
    const lines: string[] = [];
    const shutdown = new Shutdown({ log: silentLog(), deadlineMs: 5_000, exit: () => undefined });
    await new Promise<void>((told) => {
      const destination = new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk));
          done();
          told();
        },
      });
      const log = createLog({ name: 'test', level: 'debug', format: 'json', destination });
      const { port } = server.address() as AddressInfo;
      openWatchedRedis({ redisUrl: urlOf(port) }, { log, shutdown, health: new HealthBoard() });
    });
    await shutdown.end('told');
    expect(lines.join('')).toContain('does not answer');
    expect(lines.join('')).not.toContain(PASSWORD);
  });
});
