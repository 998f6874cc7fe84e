import type { RedisConnection } from './redis-connection';

/**
 * Compare-and-set: an intact entry of a later version stays, everything else gives way: an older one, none, a damaged one
 * whatever version it claims, and one of the same version with other content, a
 * value that is no string. KEYS: the entry. ARGV: version, value.
 * Returns 1 when it wrote, 0 when that very entry was there, 2 when a later one stays.
 */
const SET_FORWARD = `
local present = redis.pcall('GET', KEYS[1])
if type(present) == 'string' then
  if present == ARGV[2] then return 0 end
  local version, digest, records = string.match(present, '^(%d+)|(%x+)|(.*)$')
  if version and redis.sha1hex(KEYS[1] .. '|' .. version .. '|' .. records) == digest
     and tonumber(version) > tonumber(ARGV[1]) then
    return 2
  end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/** Keeps a stream of changes to about this many entries: it wakes readers, it is no history. */
const CHANGES_KEPT = 100_000;

/** `there`: that very entry was there already. */
export type ForwardMove = 'written' | 'there' | 'later_stays';

/** Moves an entry forward, never back. @throws when Redis does not answer. */
export async function setForward(
  redis: RedisConnection,
  key: string,
  entry: { readonly version: number; readonly value: string },
): Promise<ForwardMove> {
  const answer = await redis.eval(SET_FORWARD, 1, key, entry.version, entry.value);
  if (answer === 1) return 'written';
  return answer === 2 ? 'later_stays' : 'there';
}

/** Appends to the stream of changes. @throws when Redis does not answer. */
export async function announce(
  redis: RedisConnection,
  stream: string,
  subject: string,
  version: number,
): Promise<void> {
  await redis.xadd(stream, 'MAXLEN', '~', CHANGES_KEPT, '*', 'subject', subject, 'version', version);
}
