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
    serializers: { err: errorTold },
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

/** An error with what was set on it, but for the connection that `pg` hangs on its own: its parameters are nobody's to read. */
function errorTold(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { client: _, ...told } = pino.stdSerializers.err(error);
  return told;
}

/** A log that says nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
