import { createHash } from 'node:crypto';
import { Defect, SettingsError } from '@gatekeeper/runtime';

/** A key by the name that stands beside what it encrypted. */
export interface IdentityKey {
  readonly keyId: string;
  readonly key: Buffer;
}

export interface IdentityKeys {
  /** What encrypts from now on. */
  readonly current: IdentityKey;
  /** Every key that decrypts, the current one among them. */
  readonly byId: ReadonlyMap<string, Buffer>;
  /** Of the blind index; its name is taken from the key itself. */
  readonly index: IdentityKey;
}

interface KeySettings {
  readonly identityKeys?: string;
  readonly identityIndexKey?: string;
}

/** Names or keys that serve twice, by variable. */
export function identityKeyProblems({ identityKeys, identityIndexKey }: KeySettings): readonly string[] {
  if (identityKeys === undefined || identityIndexKey === undefined) return [];
  const keys = identityKeys.split(',').map(keyOf);
  const index = Buffer.from(identityIndexKey, 'base64');
  return [
    ...(new Set(keys.map(({ keyId }) => keyId)).size < keys.length
      ? ['IDENTITY_KEYS must name each key differently']
      : []),
    ...(keys.some(({ key }) => key.equals(index))
      ? ['IDENTITY_INDEX_KEY must be another key than any of IDENTITY_KEYS']
      : []),
  ];
}

/** The keys of the settings; `null` where none are set. @throws SettingsError for names or keys that serve twice. */
export function identityKeysOf(settings: KeySettings): IdentityKeys | null {
  const { identityKeys, identityIndexKey } = settings;
  if (identityKeys === undefined || identityIndexKey === undefined) return null;
  const problems = identityKeyProblems(settings);
  if (problems.length > 0) throw new SettingsError(problems);
  const keys = identityKeys.split(',').map(keyOf);
  const [current] = keys;
  if (current === undefined) throw new Defect('settings let an empty list of keys through');
  const key = Buffer.from(identityIndexKey, 'base64');
  return {
    current,
    byId: new Map(keys.map(({ keyId, key: bytes }) => [keyId, bytes])),
    index: { keyId: createHash('sha256').update(key).digest('hex').slice(0, 16), key },
  };
}

function keyOf(written: string): IdentityKey {
  const colon = written.indexOf(':');
  return { keyId: written.slice(0, colon), key: Buffer.from(written.slice(colon + 1), 'base64') };
}
