import { types } from 'node:util';
import { Outage, SettingsError, variableOf } from '@gatekeeper/runtime';
import type { OperatingDoors } from './waiting-room';

/**
 * Opens a door of a process. Where the machine does not let it, the reason names the variable that says where: a port that
 * is taken may come free (exit code 1), what this machine can never listen on is a setting (2).
 */
export async function openingDoors<T>(doors: OperatingDoors, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw refusedDoor(error, doors) ?? error;
  }
}

function refusedDoor(error: unknown, doors: OperatingDoors): Error | null {
  if (!types.isNativeError(error) || !('code' in error) || !('syscall' in error)) return null;
  const { host, port, metricsPort } = doors;
  if (error.syscall === 'listen' && 'port' in error) {
    const at = error.port === metricsPort && metricsPort !== port ? 'metricsPort' : 'port';
    const variable = variableOf(doors, at);
    const where = `port ${String(error.port)} of ${host}`;
    if (error.code === 'EADDRINUSE')
      return new Outage(where, `it is taken: stop what listens there, or set ${variable} to another one`);
    if (error.code === 'EACCES')
      return new SettingsError([`${variable} is ${where}, where this user may not listen`]);
  }
  const isHost = error.syscall === 'getaddrinfo' || error.code === 'EADDRNOTAVAIL';
  return isHost
    ? new SettingsError([`HOST is ${host}, which is no address of this machine (${String(error.code)})`])
    : null;
}
