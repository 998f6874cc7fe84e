import type { Log, LogLevel } from '@gatekeeper/runtime';
import { logLevel } from 'kafkajs';
import type { logCreator } from 'kafkajs';

/**
 * What kafkajs reports at ERROR although the next attempt succeeds, or although whoever asked gets the error and says it
 * in one line: ours to see when looking closer, not an alarm.
 */
const PASSING = [
  /coordinator is (loading|not available)/i, // the first request to a new group or transactional id
  /not the correct coordinator/i,
  /rebalance is in progress|is rebalancing/i,
  /limiting retries for the idempotent producer/i, // answered by giving the producer up after a failure
  /^crash: /i, // answered by a new session, or by the end of the process
];
const PASSING_NAMESPACES = new Set(['Connection', 'BrokerPool']); // each attempt to connect, with its stack

const LEVEL_OF: Readonly<Record<logLevel, Exclude<LogLevel, 'silent'> | null>> = {
  [logLevel.NOTHING]: null,
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'debug', // joins, pauses and stops; this library says itself what an operator needs
  [logLevel.DEBUG]: 'trace',
};

/** Routes kafkajs's lines into the process's log. */
export const kafkaLogCreator =
  (log: Log): logCreator =>
  () =>
  ({ namespace, level, log: { message, timestamp: _timestamp, logger: _logger, ...fields } }) => {
    const ours = LEVEL_OF[level];
    if (ours === null) return;
    const passing =
      PASSING_NAMESPACES.has(namespace) ||
      [message, fields['error']].some((text) => PASSING.some((it) => it.test(String(text))));
    log[passing ? 'debug' : ours]({ kafkajs: namespace, ...fields }, message);
  };
