import {
  AmountField,
  CodeField,
  DayField,
  OneOfField,
  TextField,
  WholeField,
  WordsField,
} from '../../http/fields';
import { ReasonsBody } from '../case-bodies';

export const AUDIT_KIND = 'audit';

const MOST_CLAIMS = 100_000_000;
const CHECKS = ['desk', 'full', 'on_site', 'special'] as const;

/** Which claims came out of the first audit, by all of them, and what was claimed with those that passed. */
export class OpenAuditBody {
  @CodeField()
  fixmedins_code!: string;

  @OneOfField(CHECKS, {
    description:
      'From the desk, a check of full coverage, an on-site check, a special campaign（书面、全覆盖、现场、专项）',
  })
  check!: (typeof CHECKS)[number];

  @DayField({ description: 'The day of the check（检查日）' })
  held_on!: string;

  @DayField({ description: 'First day of the claims looked at（审核费用起始日）' })
  claims_from!: string;

  @DayField({ description: 'Their last day（审核费用截止日）' })
  claims_to!: string;

  @WholeField({
    min: 0,
    max: MOST_CLAIMS,
    description: 'Hospital stays that passed the first audit（初审通过住院）',
  })
  stays_passed!: number;

  @WholeField({ min: 0, max: MOST_CLAIMS, description: 'Other claims that passed it（初审通过其他）' })
  others_passed!: number;

  @WholeField({ min: 0, max: MOST_CLAIMS, description: 'Claims that did not（初审未通过）' })
  not_passed!: number;

  @AmountField({ description: 'Claimed with the stays that passed（其中住院申报费用）' })
  stays_claimed!: string;

  @AmountField({ description: 'Claimed with the others that passed（其中其他申报费用）' })
  others_claimed!: string;
}

export class DrawSampleBody {
  @WholeField({ min: 1, max: MOST_CLAIMS, description: 'Claims drawn（抽取数）' })
  sampled!: number;

  @TextField({ max: 100, description: 'The seed of the draw, so that it can be drawn again（随机种子）' })
  seed!: string;
}

export class RecordAuditFindingsBody {
  @AmountField({
    description: 'Fees confirmed in breach, without status hits（查实违规费用，不含资格状态拒付）',
  })
  confirmed!: string;

  @AmountField({ description: 'The fund part of them（其中基金支付）' })
  confirmed_fund_part!: string;

  @AmountField({
    description: 'Refused for a status, one line after the other（因资格状态逐条拒付的费用）',
  })
  status_hits!: string;

  @TextField({ max: 2000, description: 'What was found（查实情况）' })
  violation!: string;
}

const MEASURES = ['refused', 'suspended', 'terminated'] as const;

export class ProposeAuditBody extends ReasonsBody {
  @AmountField({ description: 'The amount refused or recovered（拟拒付或追回金额）' })
  refused!: string;

  @WordsField(MEASURES, { min: 1, description: 'What is done about the breach（处理措施）' })
  measures!: (typeof MEASURES)[number][];
}

/** Amounts in yuan, as written on the wire. */
export interface AuditData {
  readonly check: (typeof CHECKS)[number];
  readonly held_on: string;
  readonly claims_from: string;
  readonly claims_to: string;
  readonly first_audit: {
    readonly stays_passed: number;
    readonly others_passed: number;
    readonly not_passed: number;
    readonly stays_claimed: string;
    readonly others_claimed: string;
  };
  /** Checks that the natural year of this one still lacks at the institution, this one counted. */
  readonly checks_owed: { readonly full: number; readonly on_site: number };
  readonly sample: {
    /** What was drawn from: `all_passed`, `inpatient`. */
    readonly frame: string;
    readonly claims: number;
    readonly claimed: string;
    readonly sampled: number;
    /** Cut off after two decimals. */
    readonly rate_percent: string;
    readonly seed: string;
  } | null;
  readonly findings: {
    readonly confirmed: string;
    readonly confirmed_fund_part: string;
    readonly status_hits: string;
    readonly violation: string;
  } | null;
  readonly proposed: {
    readonly refused: string;
    readonly most_refusable: string;
    readonly measures: readonly (typeof MEASURES)[number][];
    /** `null`: the text knows none. */
    readonly damages: string | null;
    readonly reasons: string;
  } | null;
  /** The agreement's suspension or termination is a case of its own. */
  readonly institution_status_to_be_proposed?: boolean;
}
