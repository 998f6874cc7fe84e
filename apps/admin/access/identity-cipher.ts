import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Defect } from '@gatekeeper/runtime';
import type { IdentityKeys } from './identity-keys';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An identity number as it is kept. */
export interface SealedIdentity {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly cipherText: Buffer;
  readonly tag: Buffer;
  readonly indexKeyId: string;
  readonly blindIndex: Buffer;
}

/** Encrypts a number for one person: a row moved to another code does not open there. */
export function seal(keys: IdentityKeys, code: string, identityNumber: string): SealedIdentity {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.current.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(code, 'utf8'));
  const cipherText = Buffer.concat([cipher.update(identityNumber, 'utf8'), cipher.final()]);
  return {
    keyId: keys.current.keyId,
    nonce,
    cipherText,
    tag: cipher.getAuthTag(),
    indexKeyId: keys.index.keyId,
    blindIndex: blindIndexOf(keys, identityNumber),
  };
}

/** Decrypts. @throws a defect where its key is not among the settings, or the row was tampered with. */
export function unseal(
  keys: IdentityKeys,
  code: string,
  sealed: Pick<SealedIdentity, 'keyId' | 'nonce' | 'cipherText' | 'tag'>,
): string {
  const key = keys.byId.get(sealed.keyId);
  if (key === undefined)
    throw new Defect(`IDENTITY_KEYS lacks the key ${sealed.keyId}, which encrypted an identity number`);
  const decipher = createDecipheriv(CIPHER, key, sealed.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(code, 'utf8'));
  decipher.setAuthTag(sealed.tag);
  return Buffer.concat([decipher.update(sealed.cipherText), decipher.final()]).toString('utf8');
}

/** What equal numbers have in common, and nobody without the key can compute. */
export const blindIndexOf = ({ index }: IdentityKeys, identityNumber: string): Buffer =>
  createHmac('sha256', index.key).update(identityNumber, 'utf8').digest();

/** One spelling of a number: its check character upper-case. */
export const foldIdentityNumber = (identityNumber: string): string => identityNumber.trim().toUpperCase();

/** All that is ever shown: the first three characters and the last two. */
export const maskIdentityNumber = (identityNumber: string): string =>
  `${identityNumber.slice(0, 3)}${'*'.repeat(identityNumber.length - 5)}${identityNumber.slice(-2)}`;
