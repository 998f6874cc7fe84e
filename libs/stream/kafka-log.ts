import type { Log, LogLevel } from '@gatekeeper/runtime';
import { logLevel } from 'kafkajs';
import type { logCreator } from 'kafkajs';

/**
 * What kafkajs reports at ERROR although the next attempt succeeds: a new group or transactional id whose coordinator
 * loads, a group that rebalances, a retry under way. Ours to see when looking closer, not an alarm.
 */
const PASSING = [
  /coordinator is loading/i,
  /coordinator is not available/i,
  /not the correct coordinator/i,
  /rebalance is in progress|is rebalancing/i,
  /limiting retries for the idempotent producer/i, // answered by giving the producer up after a failure
];

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
    const passing = [message, fields['error']].some((text) => PASSING.some((it) => it.test(String(text))));
    log[passing ? 'debug' : ours]({ kafkajs: namespace, ...fields }, message);
  };
