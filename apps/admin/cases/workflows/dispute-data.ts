import { CodeField, DayField, FlagField, OneOfField, TextField } from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export const DISPUTE_KIND = 'dispute';

/** Who may change a handling after an appeal: the department of the same level, a reviewing authority, a court. */
const FORUMS = ['coordination', 'administrative_review', 'court'] as const;
export type Forum = (typeof FORUMS)[number];

export class OpenDisputeBody extends ReasonsBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ description: 'The number of the notice in dispute（处理通知书文号）' })
  document_no!: string;

  @OneOfField(FORUMS, {
    description:
      'Coordination after an appeal was rejected; or the authority that has decided already（协调处理，或已作出决定的复议机关、法院）',
  })
  brought_before!: Forum;
}

export class ProposeResultBody extends ReasonsBody {
  @FlagField({ description: 'The measure never was; if not, it stands（撤销处理，否则维持）' })
  reversed!: boolean;

  @OneOfField(FORUMS, { description: 'Whose result it is（结论来源）' })
  source!: Forum;

  @TextField({
    optional: true,
    description: 'The number of the authority’s decision or judgment（复议决定书或裁判文书号）',
  })
  decision_no?: string;

  @DayField({ description: 'The day of the result（作出日）' })
  decided_on!: string;
}

export interface DisputeResult {
  readonly reversed: boolean;
  readonly source: Forum;
  readonly decision_no: string | null;
  readonly decided_on: string;
  readonly reasons: string;
}

export interface DisputeData {
  readonly document_no: string;
  readonly brought_before: Forum;
  readonly reasons: string;
  readonly proposed?: DisputeResult | null;
  /** Those confirmed, in their order: what stands after coordination may be reversed by a court. */
  readonly results: readonly DisputeResult[];
}
