import { Outage } from './faults';
import { createLog, silentLog } from './log';
import { SettingsError } from './settings-error';
import { Shutdown } from './shutdown';

interface Ended {
  readonly shutdown: Shutdown;
  readonly codes: number[];
}

function prepared(deadlineMs = 60_000): Ended {
  const codes: number[] = [];
  return {
    shutdown: new Shutdown({ log: silentLog(), deadlineMs, exit: (code) => codes.push(code) }),
    codes,
  };
}

describe('the end of a process', () => {
  it('closes in the reverse order of opening, one after the other', async () => {
    const { shutdown, codes } = prepared();
    const order: string[] = [];
    for (const part of ['database', 'redis', 'kafka']) {
      shutdown.closing(part, async () => {
        order.push(`${part} begins`);
        await Promise.resolve();
        order.push(`${part} ends`);
      });
    }
    await shutdown.end('SIGTERM');
    expect(order).toEqual([
      'kafka begins',
      'kafka ends',
      'redis begins',
      'redis ends',
      'database begins',
      'database ends',
    ]);
    expect(codes).toEqual([0]);
    expect(shutdown.signal.aborted).toBe(true);
  });

  it.each([
    ['a failure', new Error('the consumer crashed'), 1],
    ['a setting', new SettingsError(['PORT is wrong']), 2],
  ])('on %s ends with its own code', async (_, error, code) => {
    const { shutdown, codes } = prepared();
    await shutdown.fail(error);
    expect(codes).toEqual([code]);
  });

  it.each([
    ['a setting', new SettingsError(['PORT is wrong']), { problems: ['PORT is wrong'] }],
    ['a server', new Outage('port 1 of h', 'it is taken'), { reason: 'port 1 of h: it is taken' }],
  ])('on %s tells what to do, and no stack', async (_, error, told) => {
    const lines: string[] = [];
    const log = createLog({
      ...{ name: 'test', level: 'fatal', format: 'json' },
      destination: { write: (line) => lines.push(line) },
    });
    await new Shutdown({ log, deadlineMs: 1_000, exit: () => undefined }).fail(error);
    expect(JSON.parse(lines.join(''))).toEqual(expect.objectContaining(told));
    expect(lines.join('')).not.toContain('shutdown.spec');
  });

  it('happens once, whatever else goes wrong meanwhile', async () => {
    const { shutdown, codes } = prepared();
    await Promise.all([shutdown.end('SIGTERM'), shutdown.fail(new Error('late')), shutdown.end('SIGINT')]);
    expect(codes).toEqual([0]);
  });

  it('goes on after a part that does not close, and is not clean then', async () => {
    const { shutdown, codes } = prepared();
    let closed = false;
    shutdown.closing('database', async () => {
      await Promise.resolve();
      closed = true;
    });
    shutdown.closing('kafka', () => Promise.reject(new Error('broken pipe')));
    await shutdown.end('SIGTERM');
    expect(closed).toBe(true);
    expect(codes).toEqual([1]);
  });

  it('is cut off at its deadline', async () => {
    const { shutdown, codes } = prepared(5);
    shutdown.closing('kafka', () => new Promise(() => undefined));
    await shutdown.end('SIGTERM');
    expect(codes).toEqual([1]);
  });

  it('stops work that goes on, in its turn, and waits for it', async () => {
    const { shutdown, codes } = prepared();
    const order: string[] = [];
    shutdown.closing('database', () => Promise.resolve(order.push('database closed')));
    shutdown.running('relay', async (stop) => {
      await new Promise((stopped) => stop.addEventListener('abort', stopped));
      order.push('relay stopped');
    });
    await shutdown.end('SIGTERM');
    expect([order, codes]).toEqual([['relay stopped', 'database closed'], [0]]);
  });

  it('comes when work that goes on fails', async () => {
    const { shutdown, codes } = prepared();
    shutdown.running('relay', () => Promise.reject(new SettingsError(['PORT is wrong'])));
    await new Promise(setImmediate);
    await shutdown.end('SIGTERM');
    expect(codes).toEqual([2]);
  });
});
