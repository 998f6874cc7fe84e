import { INSTITUTION_STATUSES } from '@gatekeeper/vocabulary';
import type { InstitutionStatus } from '@gatekeeper/vocabulary';
import { CodeField, DayField, FlagField, OneOfField, TextField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export class OpenInstitutionStatusBody {
  @CodeField()
  fixmedins_code!: string;

  @OneOfField(INSTITUTION_STATUSES)
  status!: InstitutionStatus;

  @DayField({ description: 'The first day, from 00:00（起始日）' })
  from!: string;

  @DayField({ optional: true, description: 'The last day, until 24:00（截止日，含当日）' })
  last_day?: string;

  @DayField({
    optional: true,
    description:
      'The first day of the agreement in force; suspensions before it do not count（本期协议起始日）',
  })
  agreement_from?: string;

  @TextField({ max: 2000, description: 'Why（事由）' })
  grounds!: string;
}

export class ProposeStatusEndBody extends ReasonsBody {
  @FlagField({ description: 'It was wrong from its first day and never was（自始错误，予以撤销）' })
  overturned!: boolean;

  @DayField({
    optional: true,
    description: 'The new last day, until 24:00; none where overturned（新的截止日）',
  })
  last_day?: string;
}

/** What is to become of a status in force. */
export interface StatusChange {
  readonly kind: 'extend' | 'end' | 'overturn';
  /** `null` where it never was. */
  readonly last_day: string | null;
  readonly reasons: string;
}

export interface InstitutionStatusData {
  readonly status: InstitutionStatus;
  readonly from: string;
  /** `null`: until it is ended. */
  readonly last_day: string | null;
  readonly agreement_from: string | null;
  readonly grounds: string;
  /** The registry's record as it stands now. */
  readonly record_id?: string;
  /** Of a suspension: how many there are within the agreement, this one among them. */
  readonly suspensions?: number;
  readonly termination_to_be_proposed?: boolean;
  /** Of a termination: the first day on which it may apply again. */
  readonly may_reapply_from?: string;
  readonly extended?: boolean;
  readonly change: StatusChange | null;
}
