import type { LoggerService } from '@nestjs/common';
import type { Log, LogLevel } from './log';

/** Nest's own lines in the process's log; its last argument is the context, as `RoutesResolver`. */
export class NestLog implements LoggerService {
  constructor(private readonly written: Log) {}

  log = (message: unknown, ...rest: readonly unknown[]): void => this.write('info', message, rest);
  error = (message: unknown, ...rest: readonly unknown[]): void => this.write('error', message, rest);
  warn = (message: unknown, ...rest: readonly unknown[]): void => this.write('warn', message, rest);
  debug = (message: unknown, ...rest: readonly unknown[]): void => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: readonly unknown[]): void => this.write('trace', message, rest);
  fatal = (message: unknown, ...rest: readonly unknown[]): void => this.write('fatal', message, rest);

  private write(level: Exclude<LogLevel, 'silent'>, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const fields = {
      ...(typeof context === 'string' ? { context } : {}),
      ...(typeof stack === 'string' ? { stack } : {}),
    };
    if (message instanceof Error) this.written[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.written[level](fields, message);
    else this.written[level]({ ...fields, about: message });
  }
}
