import { Writable } from 'node:stream';
import { createLog } from '@gatekeeper/runtime';
import { logLevel } from 'kafkajs';
import { kafkaLogCreator } from './kafka-log';

function written(
  namespace: string,
  level: logLevel,
  message: string,
  extra: Record<string, unknown> = {},
): unknown {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLog({ name: 'gatekeeper', level: 'trace', format: 'json', destination });
  kafkaLogCreator(log)(logLevel.DEBUG)({
    namespace,
    level,
    label: '',
    log: { timestamp: '2025-07-01T00:00:00Z', logger: 'kafkajs', message, ...extra },
  });
  return lines.length === 0 ? null : JSON.parse(lines.join(''));
}

describe("kafkajs's lines", () => {
  it.each([
    ['Cluster', logLevel.ERROR, 'unknown', {}, 'error'],
    ['Consumer', logLevel.WARN, 'odd', {}, 'warn'],
    ['Consumer', logLevel.INFO, 'Starting', {}, 'debug'],
    ['Fetcher', logLevel.DEBUG, 'fetched', {}, 'trace'],
    [
      'Connection',
      logLevel.ERROR,
      'Response Metadata',
      { error: 'The group coordinator is loading' },
      'debug',
    ],
    ['Runner', logLevel.ERROR, 'The coordinator is loading and hence cannot process requests', {}, 'debug'],
    ['Runner', logLevel.ERROR, 'x', { error: 'The group is rebalancing, so a rejoin is needed' }, 'debug'],
    ['BrokerPool', logLevel.ERROR, 'Failed to connect to seed broker', {}, 'debug'],
    ['Consumer', logLevel.ERROR, 'Crash: KafkaJSNumberOfRetriesExceeded: x', {}, 'debug'],
  ] as const)('%s at %i, "%s"', (namespace, level, message, extra, ours) => {
    expect(written(namespace, level, message, extra)).toMatchObject({
      level: ours,
      msg: message,
      kafkajs: namespace,
    });
  });

  it('are none at level nothing', () => expect(written('x', logLevel.NOTHING, 'x')).toBeNull());
});
