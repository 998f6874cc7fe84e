/** Identity numbers of a roster: sealed by the app's own keys until it is applied, then kept with those that were typed in. */
import { timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import { foldIdentityNumber, seal, unseal } from '../../access/identity-cipher';
import type { IdentityKeys } from '../../access/identity-keys';
import type { Identities } from './identities';

interface KeptRow {
  revision: number;
  key_id: string;
  nonce: Buffer;
  cipher_text: Buffer;
  tag: Buffer;
}

const PARTS = 4;
const BY = 'system';

export class KeptIdentities implements Identities {
  constructor(
    private readonly keys: IdentityKeys,
    private readonly clock: Clock,
  ) {}

  seal(code: string, number: string): string {
    const { keyId, nonce, cipherText, tag } = seal(this.keys, code, foldIdentityNumber(number));
    return [keyId, ...[nonce, cipherText, tag].map((bytes) => bytes.toString('base64'))].join('.');
  }

  open(code: string, sealed: string): string {
    const [keyId = '', ...parts] = sealed.split('.');
    const [nonce, cipherText, tag] = parts.map((part) => Buffer.from(part, 'base64'));
    if (parts.length !== PARTS - 1 || nonce === undefined || cipherText === undefined || tag === undefined)
      throw new Defect('a staged identity number was not sealed here');
    return unseal(this.keys, code, { keyId, nonce, cipherText, tag });
  }

  async put(client: Queryable, code: string, number: string): Promise<void> {
    const { rows } = await client.query<KeptRow>(
      `SELECT revision, key_id, nonce, cipher_text, tag FROM person_identity
       WHERE code = $1 ORDER BY revision DESC LIMIT 1`,
      [code],
    );
    const [last] = rows;
    if (last !== undefined && this.opened(code, last) === foldIdentityNumber(number)) return;
    const sealed = seal(this.keys, code, foldIdentityNumber(number));
    await client.query(
      `INSERT INTO person_identity (code, revision, key_id, nonce, cipher_text, tag, index_key_id, blind_index,
                                    recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        code,
        (last?.revision ?? 0) + 1,
        sealed.keyId,
        sealed.nonce,
        sealed.cipherText,
        sealed.tag,
        sealed.indexKeyId,
        sealed.blindIndex,
        timestampText(this.clock.now()),
        BY,
      ],
    );
  }

  private opened(code: string, row: KeptRow): string {
    const { key_id: keyId, nonce, cipher_text: cipherText, tag } = row;
    return unseal(this.keys, code, { keyId, nonce, cipherText, tag });
  }
}

/** Without keys no number is taken: a file that states one is refused before it is read. */
export class NoIdentities implements Identities {
  seal(): string {
    throw new Defect('an identity number was taken without keys to keep it by');
  }

  open(): string {
    throw new Defect('an identity number was staged without keys to keep it by');
  }

  put(): Promise<void> {
    return Promise.reject(new Defect('an identity number was staged without keys to keep it by'));
  }
}
