import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { maskIdentityNumber } from './identity-cipher';
import type { IdentityKeys } from './identity-keys';
import { SealedTexts } from './sealed-texts';
import type { SealedTable } from './sealed-texts';

/** A person's phone number as it is shown to everyone but who keeps it. */
export interface MaskedPhone {
  readonly masked: string;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
}

/** No code has a blank, so no identity number is ever sealed for the same holder. */
const TABLE: SealedTable = {
  name: 'person_phone',
  audited: 'phone',
  holderOf: (code) => `phone ${code}`,
  isIndexed: false,
};

/** Phone numbers of clinicians (guangdong-2025 forms 2, 4 to 6), encrypted as identity numbers are; of each the last one recorded counts. */
export class Phones {
  private readonly texts: SealedTexts;

  constructor(dataSource: DataSource, keys: IdentityKeys, clock: Clock) {
    this.texts = new SealedTexts(TABLE, dataSource, keys, clock);
  }

  /** Records a person's number, checked before. @throws an outage where others record for the same person all the time. */
  record(code: string, phone: string, recordedBy: string): Promise<void> {
    return this.texts.record(code, phone, recordedBy);
  }

  /** A person's number, masked; `null` where none is on file. */
  async read(code: string): Promise<MaskedPhone | null> {
    const row = await this.texts.last(code);
    return row === null
      ? null
      : {
          masked: maskIdentityNumber(this.texts.open(row)),
          recordedAt: instantOf(row.recorded_at_ms),
          recordedBy: row.recorded_by,
        };
  }

  /** The number itself, for whoever may record it; `null` where none is on file. */
  async readClear(code: string): Promise<string | null> {
    const row = await this.texts.last(code);
    return row === null ? null : this.texts.open(row);
  }

  /** Encrypts anew what another key than today's encrypted. @returns how many. */
  rotate(rotatedBy: string): Promise<number> {
    return this.texts.rotate(rotatedBy);
  }
}

/** Nest's token for `Phones`, `null` without keys. */
export const PHONES = Symbol('phone numbers');
