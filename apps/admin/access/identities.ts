import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf, inTransaction, poolOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { appendAudit } from '../audit/audit-log';
import { blindIndexOf, foldIdentityNumber, maskIdentityNumber, seal, unseal } from './identity-cipher';
import type { SealedIdentity } from './identity-cipher';
import type { IdentityKeys } from './identity-keys';

/** What may be told of a person's identity number. */
export interface MaskedIdentity {
  readonly masked: string;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
}

interface IdentityRow {
  code: string;
  revision: number;
  key_id: string;
  nonce: Buffer;
  cipher_text: Buffer;
  tag: Buffer;
  recorded_at_ms: number;
  recorded_by: string;
}

const COLUMNS = `code, revision, key_id, nonce, cipher_text, tag, ${epochMsOf('recorded_at')} AS recorded_at_ms, recorded_by`;
/** Another writer took the revision; so many in a row are one too many. */
const TRIES = 5;
const ROTATION_PAGE = 500;

/** Identity numbers of clinicians, encrypted; of each the last one recorded counts. */
export class Identities {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IdentityKeys,
    private readonly clock: Clock,
  ) {}

  /** Records a person's number, checked before. @throws an outage where others record for the same person all the time. */
  async record(code: string, identityNumber: string, recordedBy: string): Promise<void> {
    const sealed = seal(this.keys, code, foldIdentityNumber(identityNumber));
    for (let tried = 0; tried < TRIES; tried += 1) {
      const last = await this.last(code);
      if (await this.recordAs(code, (last?.revision ?? 0) + 1, sealed, recordedBy)) return;
    }
    throw new Outage('PostgreSQL', `others record the identity number of one person at the same time`);
  }

  /** A person's number, masked; `null` where none is on file. */
  async read(code: string): Promise<MaskedIdentity | null> {
    const row = await this.last(code);
    if (row === null) return null;
    return {
      masked: maskIdentityNumber(this.open(row)),
      recordedAt: instantOf(row.recorded_at_ms),
      recordedBy: row.recorded_by,
    };
  }

  /** Whose number this is now. That somebody looked is kept in the audit log, without the number. */
  async find(identityNumber: string, lookedUpBy: string): Promise<readonly string[]> {
    const codes = await this.codesOf(identityNumber);
    const entry = { actor: lookedUpBy, action: 'identity.looked_up', subject: codes.join(',') };
    await inTransaction(this.dataSource, (client) =>
      appendAudit(client, { ...entry, at: this.clock.now(), details: { found: codes.length } }),
    );
    return codes;
  }

  private async codesOf(identityNumber: string): Promise<readonly string[]> {
    const { rows } = await poolOf(this.dataSource).query<{ code: string }>(
      `SELECT i.code FROM person_identity i
       WHERE i.blind_index = $1
         AND NOT EXISTS (SELECT FROM person_identity l WHERE l.code = i.code AND l.revision > i.revision)
       ORDER BY i.code`,
      [blindIndexOf(this.keys, foldIdentityNumber(identityNumber))],
    );
    return rows.map(({ code }) => code);
  }

  /**
   * Encrypts anew, by appending, every current number that another key than today's encrypted or indexed. Safe while the
   * app serves, and safe again. @returns how many.
   */
  async rotate(rotatedBy: string): Promise<number> {
    let rotated = 0;
    const pool = poolOf(this.dataSource);
    for (let after = ''; ;) {
      const rows = await this.outdated(after);
      for (const row of rows) {
        const sealed = seal(this.keys, row.code, this.open(row));
        // Where a number was recorded meanwhile, it was by today's key.
        if (await this.append(pool, row.code, row.revision + 1, sealed, rotatedBy)) rotated += 1;
      }
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.code;
    }
    const entry = { actor: rotatedBy, action: 'identity.rotated', subject: this.keys.current.keyId };
    await inTransaction(this.dataSource, (client) =>
      appendAudit(client, { ...entry, at: this.clock.now(), details: { rotated } }),
    );
    return rotated;
  }

  private recordAs(
    code: string,
    revision: number,
    sealed: SealedIdentity,
    recordedBy: string,
  ): Promise<boolean> {
    return inTransaction(this.dataSource, async (client) => {
      if (!(await this.append(client, code, revision, sealed, recordedBy))) return false;
      const entry = { actor: recordedBy, action: 'identity.recorded', subject: code };
      await appendAudit(client, { ...entry, at: this.clock.now(), details: { revision } });
      return true;
    });
  }

  private open(row: IdentityRow): string {
    const { code, key_id: keyId, nonce, cipher_text: cipherText, tag } = row;
    return unseal(this.keys, code, { keyId, nonce, cipherText, tag });
  }

  private async last(code: string): Promise<IdentityRow | null> {
    const { rows } = await poolOf(this.dataSource).query<IdentityRow>(
      `SELECT ${COLUMNS} FROM person_identity WHERE code = $1 ORDER BY revision DESC LIMIT 1`,
      [code],
    );
    return rows[0] ?? null;
  }

  private async outdated(after: string): Promise<readonly IdentityRow[]> {
    const { rows } = await poolOf(this.dataSource).query<IdentityRow>(
      `SELECT ${COLUMNS} FROM person_identity i
       WHERE code > $1 COLLATE "C" AND (key_id <> $2 OR index_key_id <> $3)
         AND NOT EXISTS (SELECT FROM person_identity l WHERE l.code = i.code AND l.revision > i.revision)
       ORDER BY code COLLATE "C" LIMIT $4`,
      [after, this.keys.current.keyId, this.keys.index.keyId, ROTATION_PAGE],
    );
    return rows;
  }

  private async append(
    client: Queryable,
    code: string,
    revision: number,
    sealed: SealedIdentity,
    recordedBy: string,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `INSERT INTO person_identity (code, revision, key_id, nonce, cipher_text, tag, index_key_id, blind_index,
                                    recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (code, revision) DO NOTHING`,
      [
        code,
        revision,
        sealed.keyId,
        sealed.nonce,
        sealed.cipherText,
        sealed.tag,
        sealed.indexKeyId,
        sealed.blindIndex,
        timestampText(this.clock.now()),
        recordedBy,
      ],
    );
    return rowCount === 1;
  }
}

/** Nest's token for `Identities`, `null` without keys. */
export const IDENTITIES = Symbol('identity numbers');
