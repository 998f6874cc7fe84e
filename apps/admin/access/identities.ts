import type { Day, Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import type { Clock } from '@gatekeeper/runtime';
import { readIdentityNumber } from '@gatekeeper/wire';
import type { Sex } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { blindIndexOf, foldIdentityNumber, maskIdentityNumber } from './identity-cipher';
import type { IdentityKeys } from './identity-keys';
import { SealedTexts } from './sealed-texts';
import type { SealedTable } from './sealed-texts';

/** What may be told of a person's identity number, and what it says itself: worked out when asked for, kept nowhere. */
export interface MaskedIdentity {
  readonly masked: string;
  /** `null`: a document of another kind, which says neither. */
  readonly sex: Sex | null;
  readonly bornOn: Day | null;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
}

const TABLE: SealedTable = {
  name: 'person_identity',
  audited: 'identity',
  holderOf: (code) => code,
  isIndexed: true,
};

/** Identity numbers of clinicians, encrypted; of each the last one recorded counts. */
export class Identities {
  private readonly texts: SealedTexts;

  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IdentityKeys,
    clock: Clock,
  ) {
    this.texts = new SealedTexts(TABLE, dataSource, keys, clock);
  }

  /** Records a person's number, checked before. @throws an outage where others record for the same person all the time. */
  record(code: string, identityNumber: string, recordedBy: string): Promise<void> {
    return this.texts.record(code, foldIdentityNumber(identityNumber), recordedBy);
  }

  /** A person's number, masked; `null` where none is on file. */
  async read(code: string): Promise<MaskedIdentity | null> {
    const row = await this.texts.last(code);
    if (row === null) return null;
    const number = this.texts.open(row);
    const stated = readIdentityNumber(number);
    return {
      masked: maskIdentityNumber(number),
      sex: stated?.sex ?? null,
      bornOn: stated?.bornOn ?? null,
      recordedAt: instantOf(row.recorded_at_ms),
      recordedBy: row.recorded_by,
    };
  }

  /** Whose number this is now. That somebody looked is kept in the audit log, without the number. */
  async find(identityNumber: string, lookedUpBy: string): Promise<readonly string[]> {
    const codes = await this.codesOf(identityNumber);
    await inTransaction(this.dataSource, (client) =>
      this.texts.audit(client, {
        done: 'looked_up',
        actor: lookedUpBy,
        subject: codes.join(','),
        details: { found: codes.length },
      }),
    );
    return codes;
  }

  /** Encrypts anew what another key than today's encrypted or indexed. @returns how many. */
  rotate(rotatedBy: string): Promise<number> {
    return this.texts.rotate(rotatedBy);
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
}

/** Nest's token for `Identities`, `null` without keys. */
export const IDENTITIES = Symbol('identity numbers');
