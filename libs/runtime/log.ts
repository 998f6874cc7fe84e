import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';
import pretty from 'pino-pretty';
import { REDACTED_PATHS } from './redaction';

export type Log = Logger;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogSettings {
  /** The process, as each line names it. */
  readonly name: string;
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
}

/** The process's log: one JSON object a line (`json`) or coloured text (`pretty`), personal data taken out of objects. */
export function createLog({ name, level, format, destination }: LogSettings): Log {
  const options: pino.LoggerOptions = {
    name,
    level,
    serializers: { err: errorTold, error: errorTold },
    redact: { paths: [...REDACTED_PATHS], censor: '[personal data]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  switch (format) {
    case 'json':
      return pino(options, destination ?? pino.destination({ sync: true }));
    case 'pretty':
      return pino(
        options,
        pretty({ sync: true, ignore: 'pid,hostname', ...(destination ? { destination } : {}) }),
      );
  }
}

const isErrorLike = (thrown: unknown): thrown is Error =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string';

/**
 * An error in its own words and those of its causes, with the plain fields that were set on it (`code`, `address`). Whatever else
 * a library hangs on it is nobody's to read: the command that failed (of Redis: AUTH and its password), the connection.
 */
function errorTold(thrown: unknown): unknown {
  return isErrorLike(thrown) ? toldOnce(thrown, new Set()) : thrown;
}

function toldOnce(error: Error, told: Set<unknown>): Readonly<Record<string, unknown>> {
  told.add(error);
  const { type, message, stack } = pino.stdSerializers.err(error);
  const fields = Object.entries(error).flatMap(([field, value]: [string, unknown]) => {
    if (isErrorLike(value))
      return field === 'cause' || told.has(value) ? [] : [[field, toldOnce(value, told)] as const];
    return typeof value === 'object' || typeof value === 'function' ? [] : [[field, value] as const];
  });
  return {
    ...Object.fromEntries(fields),
    ...{ type, message: withoutArguments(message), stack: withoutArguments(stack) },
    ...('errors' in error && Array.isArray(error.errors)
      ? { aggregateErrors: error.errors.filter(isErrorLike).map((part) => toldOnce(part, told)) }
      : {}),
  };
}

/** Redis repeats the arguments of a command that it does not know, a password of AUTH among them. */
const withoutArguments = (words: string): string =>
  words.replaceAll(/(with args beginning with:).*/g, '$1 (not shown)');

/** A log that says nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
