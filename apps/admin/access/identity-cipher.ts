import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Defect } from '@gatekeeper/runtime';
import type { IdentityKeys } from './identity-keys';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A text as it is kept. */
export interface SealedText {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly cipherText: Buffer;
  readonly tag: Buffer;
}

/** An identity number as it is kept: equal ones are found by their index. */
export interface SealedIdentity extends SealedText {
  readonly indexKeyId: string;
  readonly blindIndex: Buffer;
}

/** Encrypts a text for one holder, whom it is bound to: a row moved to another does not open there. */
export function sealText(keys: IdentityKeys, holder: string, text: string): SealedText {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.current.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(holder, 'utf8'));
  const cipherText = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { keyId: keys.current.keyId, nonce, cipherText, tag: cipher.getAuthTag() };
}

/** Encrypts a number for one person, by code, and indexes it. */
export const seal = (keys: IdentityKeys, code: string, identityNumber: string): SealedIdentity => ({
  ...sealText(keys, code, identityNumber),
  indexKeyId: keys.index.keyId,
  blindIndex: blindIndexOf(keys, identityNumber),
});

/** Decrypts. @throws a defect where its key is not among the settings, or the row was tampered with. */
export function unseal(keys: IdentityKeys, holder: string, sealed: SealedText): string {
  const key = keys.byId.get(sealed.keyId);
  if (key === undefined)
    throw new Defect(`IDENTITY_KEYS lacks the key ${sealed.keyId}, which encrypted what is on file`);
  const decipher = createDecipheriv(CIPHER, key, sealed.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(holder, 'utf8'));
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
