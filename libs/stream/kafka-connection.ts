import { Defect, Outage, messageOf, serverName } from '@gatekeeper/runtime';
import type { KafkaAccess, Log } from '@gatekeeper/runtime';
import { Kafka, logLevel } from 'kafkajs';
import type { SASLOptions } from 'kafkajs';
import { kafkaLogCreator } from './kafka-log';

export interface KafkaSettings {
  /** `host:port,…` */
  readonly brokers: string;
  readonly security?: KafkaAccess;
  /** How the broker's own logs and quotas name this process. */
  readonly clientId: string;
  readonly log: Log;
}

/** `Kafka at host:port,…`, as messages name it. */
export const kafkaName = (brokers: string): string => `Kafka at ${serverName(brokers)}`;

/** A few quick attempts inside kafkajs; what lasts longer is an outage and waited for outside, where it is seen. */
const ATTEMPTS_INSIDE = { initialRetryTime: 100, maxRetryTime: 2000, retries: 4 };

/** Not connected yet: producers, consumers and admins made from it do that. */
export function kafkaClient({ brokers, security = {}, clientId, log }: KafkaSettings): Kafka {
  return new Kafka({
    brokers: brokers.split(',').map((broker) => broker.trim()),
    clientId,
    ...(security.tls === undefined ? {} : { ssl: { ...security.tls } }),
    ...(security.sasl === undefined ? {} : { sasl: saslOptions(security.sasl) }),
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: ATTEMPTS_INSIDE,
    logLevel: log.isLevelEnabled('trace') ? logLevel.DEBUG : logLevel.INFO,
    logCreator: kafkaLogCreator(log),
  });
}

/** kafkajs tells the mechanisms apart by type. */
function saslOptions({ mechanism, ...who }: NonNullable<KafkaAccess['sasl']>): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, ...who };
    case 'scram-sha-256':
      return { mechanism, ...who };
    case 'scram-sha-512':
      return { mechanism, ...who };
  }
}

/** Errors of this process's own making: no other attempt can end differently. */
const OWN_MISTAKES = new Set([
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'KafkaJSNotImplemented',
]);

/** What kafkajs threw, as this system's kinds of error: an outage, unless it is plainly a mistake in code. */
export function faultOf(brokers: string, tried: string, thrown: unknown): Outage | Defect {
  if (thrown instanceof Outage || thrown instanceof Defect) return thrown;
  const words = `${tried}: ${messageOf(thrown)}`;
  if (rootNames(thrown).some((name) => OWN_MISTAKES.has(name))) return new Defect(words, { cause: thrown });
  return new Outage(kafkaName(brokers), words, { cause: thrown });
}

function rootNames(thrown: unknown): readonly string[] {
  const names: string[] = [];
  for (let it: unknown = thrown; it instanceof Error && names.length < 10; it = it.cause) names.push(it.name);
  return names;
}

/** Kafka's own name of a protocol error, anywhere along the causes: `MESSAGE_TOO_LARGE`, `ILLEGAL_GENERATION` … */
export function protocolErrorOf(thrown: unknown): string | null {
  for (let it: unknown = thrown, depth = 0; it instanceof Error && depth < 10; it = it.cause, depth += 1) {
    if ('type' in it && typeof it.type === 'string') return it.type;
  }
  return null;
}
