import { types } from 'node:util';
import { Outage } from '@gatekeeper/runtime';

/**
 * Tells an outage (the server is away, overloaded, restarting, or asks for another try) from a defect (a statement that
 * will fail again however often it is sent).
 */

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const SQL_STATES = new Set([
  '25006', // read-only: a standby during a switch-over
  '25P03', // idle in transaction too long
  '25P04', // transaction too long
  '40001', // serialisation failure
  '40P01', // deadlock
  '55P03', // lock not available in time
  '57014', // cancelled: statement timeout
  '57P01', // shutting down
  '57P02', // crashed and recovering
  '57P03', // starting up
  '57P05', // idle session ended
]);
/** 08: connection; 53: out of connections, memory or disk; 58: the server's own system. */
const SQL_STATE_CLASSES = new Set(['08', '53', '58']);

/** `pg` reports these by text alone. */
const MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Query read timeout',
  'the database system is',
];

/** True when another try, later, may succeed without anything being changed. Looks through wrapped errors. */
export function isOutage(error: unknown): boolean {
  // Not `instanceof`: a socket's errors may come from another realm than this code (a test runner's, a worker's).
  if (!types.isNativeError(error)) return false;
  if (error instanceof Outage) return true;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isOutage)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null && (SYSTEM_CODES.has(code) || SQL_STATES.has(code) || isOutageClass(code))) return true;
  if (MESSAGES.some((message) => error.message.startsWith(message))) return true;
  return isOutage(error.cause) || ('driverError' in error && isOutage(error.driverError));
}

const isOutageClass = (code: string): boolean => code.length === 5 && SQL_STATE_CLASSES.has(code.slice(0, 2));

/** PostgreSQL ended the transaction for somebody who waited for it and for whom it waited (40P01). */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';

/** True for PostgreSQL's unique violation (23505). */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505';
