import { createHash, randomBytes } from 'node:crypto';

/** What a token is for, as its first letters say: a scanner that finds one in a text knows what leaked. */
export type TokenKind = 'access' | 'refresh' | 'one_time' | 'nonce';

const PREFIX: Readonly<Record<TokenKind, string>> = {
  access: 'gka_',
  refresh: 'gkr_',
  one_time: 'gko_',
  nonce: 'gkn_',
};
const BYTES = 32;

/** A token of 256 random bits that says nothing. */
export const newToken = (kind: TokenKind): string =>
  `${PREFIX[kind]}${randomBytes(BYTES).toString('base64url')}`;

/** What is kept of a token: SHA-256. Of 256 random bits no slower hash is needed. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
