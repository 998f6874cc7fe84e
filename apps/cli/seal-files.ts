/** What `verify --seal`, `seal` and `prove` read and write: seals, proofs, keys, the leaves of a period. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sizeOf } from '@gatekeeper/offline';
import { isMalformed, parseLineProof, parseSeal } from '@gatekeeper/wire';
import type { Malformed, ReadLineProof, ReadSeal } from '@gatekeeper/wire';
import { messageOf } from '@gatekeeper/runtime';
import { UsageError } from './ending';

const LARGEST_FILE = 16 * 1024 * 1024;

/** The text of a small file, without a byte-order mark. @throws UsageError where there is none. */
export function textOf(path: string): string {
  const size = sizeOf(path);
  if (size !== null && size > LARGEST_FILE)
    throw new UsageError(`${path} is too large to be what is asked for`);
  return readFileSync(path === '-' ? 0 : path, 'utf8').replace(/^\uFEFF/, '');
}

export const readSeal = (path: string): ReadSeal => readAs(path, 'a seal', parseSeal);

export const readProof = (path: string): ReadLineProof => readAs(path, 'a proof', parseLineProof);

function readAs<Read extends object>(
  path: string,
  what: string,
  parse: (text: string) => Read | Malformed,
): Read {
  const read = parse(textOf(path));
  if (!isMalformed(read)) return read;
  throw new UsageError(
    `${path} is not ${what} that can be read`,
    read.problems.map(
      ({ path: field, code, expected, got }) => `${field} ${code}: expected ${expected}, got ${got}`,
    ),
  );
}

/** The key that seals are checked with. @throws UsageError unless the file holds an Ed25519 key in PEM. */
export function publicKeyIn(path: string): KeyObject {
  const text = textOf(path);
  if (text.includes('PRIVATE KEY'))
    throw new UsageError(
      `--key takes the public key; ${path} holds a private one, which should stay where seals are made`,
    );
  return ed25519(path, () => createPublicKey(text));
}

/** The key that seals are signed with. @throws UsageError likewise; nothing of the file is told. */
export const privateKeyIn = (path: string): KeyObject =>
  ed25519(path, () => createPrivateKey(readFileSync(path, 'utf8')));

function ed25519(path: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (error) {
    throw new UsageError(`${path} holds no key in PEM that opens without a passphrase: ${messageOf(error)}`);
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new UsageError(
      `${path} holds a key of ${key.asymmetricKeyType ?? 'no'} type: seals are signed with Ed25519`,
    );
  return key;
}

/** SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hex. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
