import { epochMsOf, inTransaction, poolOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { appendAudit } from '../audit/audit-log';
import type { AuditEntry } from '../audit/audit-log';
import { blindIndexOf, sealText, unseal } from './identity-cipher';
import type { IdentityKeys } from './identity-keys';

/** A table of texts that are kept encrypted, one of each person: append-only, the highest revision of a code is current. */
export interface SealedTable {
  readonly name: 'person_identity' | 'person_phone';
  /** Begins the name of its entries in the audit log: `identity.recorded`. */
  readonly audited: 'identity' | 'phone';
  /** Whom a text of a code is sealed for: different in each table, so that no row opens in another. */
  holderOf(this: void, code: string): string;
  /** Equal texts are found, by an index that nobody without the key can compute. */
  readonly isIndexed: boolean;
}

/** A revision on file. */
export interface SealedRow {
  readonly code: string;
  readonly revision: number;
  readonly key_id: string;
  readonly nonce: Buffer;
  readonly cipher_text: Buffer;
  readonly tag: Buffer;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
}

const COLUMNS = `code, revision, key_id, nonce, cipher_text, tag, ${epochMsOf('recorded_at')} AS recorded_at_ms, recorded_by`;
/** Another writer took the revision; so many in a row are one too many. */
const TRIES = 5;
const ROTATION_PAGE = 500;

/** What each such table can do. */
export class SealedTexts {
  constructor(
    private readonly table: SealedTable,
    private readonly dataSource: DataSource,
    private readonly keys: IdentityKeys,
    private readonly clock: Clock,
  ) {}

  /** Records a person's text, with an entry in the audit log that does not repeat it. @throws an outage where others record for the same person all the time. */
  async record(code: string, text: string, recordedBy: string): Promise<void> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const revision = ((await this.last(code))?.revision ?? 0) + 1;
      if (await this.recordAs({ code, revision, text, recordedBy })) return;
    }
    throw new Outage('PostgreSQL', `others record the ${this.table.audited} of one person at the same time`);
  }

  /** The current revision; `null`: none is on file. */
  async last(code: string): Promise<SealedRow | null> {
    const { rows } = await poolOf(this.dataSource).query<SealedRow>(
      `SELECT ${COLUMNS} FROM ${this.table.name} WHERE code = $1 ORDER BY revision DESC LIMIT 1`,
      [code],
    );
    return rows[0] ?? null;
  }

  /** The text itself. @throws a defect where its key is not among the settings, or the row was tampered with. */
  open({ code, key_id: keyId, nonce, cipher_text: cipherText, tag }: SealedRow): string {
    return unseal(this.keys, this.table.holderOf(code), { keyId, nonce, cipherText, tag });
  }

  /** An entry of the audit log about this table. */
  audit(
    client: Queryable,
    entry: Omit<AuditEntry, 'at' | 'action'> & { readonly done: string },
  ): Promise<void> {
    const { done, ...others } = entry;
    const action = `${this.table.audited}.${done}`;
    return appendAudit(client, { ...others, action, at: this.clock.now() });
  }

  /**
   * Encrypts anew, by appending, every current text that another key than today's encrypted or indexed. Safe while the
   * app serves, and safe again. @returns how many.
   */
  async rotate(rotatedBy: string): Promise<number> {
    let rotated = 0;
    const pool = poolOf(this.dataSource);
    for (let after = ''; ;) {
      const rows = await this.outdated(after);
      for (const row of rows) {
        const again = {
          code: row.code,
          revision: row.revision + 1,
          text: this.open(row),
          recordedBy: rotatedBy,
        };
        // Where a text was recorded meanwhile, it was by today's key.
        if (await this.append(pool, again)) rotated += 1;
      }
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.code;
    }
    await inTransaction(this.dataSource, (client) =>
      this.audit(client, {
        done: 'rotated',
        actor: rotatedBy,
        subject: this.keys.current.keyId,
        details: { rotated },
      }),
    );
    return rotated;
  }

  private recordAs(revised: Revision): Promise<boolean> {
    return inTransaction(this.dataSource, async (client) => {
      if (!(await this.append(client, revised))) return false;
      const { code, revision, recordedBy } = revised;
      await this.audit(client, { done: 'recorded', actor: recordedBy, subject: code, details: { revision } });
      return true;
    });
  }

  private async outdated(after: string): Promise<readonly SealedRow[]> {
    const { name, isIndexed } = this.table;
    const { rows } = await poolOf(this.dataSource).query<SealedRow>(
      `SELECT ${COLUMNS} FROM ${name} i
       WHERE code > $1 COLLATE "C" AND (key_id <> $2 ${isIndexed ? 'OR index_key_id <> $4' : ''})
         AND NOT EXISTS (SELECT FROM ${name} l WHERE l.code = i.code AND l.revision > i.revision)
       ORDER BY code COLLATE "C" LIMIT $3`,
      [after, this.keys.current.keyId, ROTATION_PAGE, ...(isIndexed ? [this.keys.index.keyId] : [])],
    );
    return rows;
  }

  private async append(client: Queryable, { code, revision, text, recordedBy }: Revision): Promise<boolean> {
    const { name, holderOf, isIndexed } = this.table;
    const { keyId, nonce, cipherText, tag } = sealText(this.keys, holderOf(code), text);
    const row = {
      code,
      revision,
      key_id: keyId,
      nonce,
      cipher_text: cipherText,
      tag,
      recorded_at: timestampText(this.clock.now()),
      recorded_by: recordedBy,
      ...(isIndexed
        ? { index_key_id: this.keys.index.keyId, blind_index: blindIndexOf(this.keys, text) }
        : {}),
    };
    const places = Object.keys(row).map((_, at) => `$${at + 1}`);
    const { rowCount } = await client.query(
      `INSERT INTO ${name} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})
       ON CONFLICT (code, revision) DO NOTHING`,
      Object.values(row),
    );
    return rowCount === 1;
  }
}

interface Revision {
  readonly code: string;
  readonly revision: number;
  readonly text: string;
  readonly recordedBy: string;
}
