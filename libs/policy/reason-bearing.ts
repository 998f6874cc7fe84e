/** Who bears the loss under each code (FORMATS 7 Liable; RULES 1.9). */
import type { BarCode, HoldCode, ReasonCode } from '@gatekeeper/vocabulary';
import { BAR_CODES, HOLD_CODES } from '@gatekeeper/vocabulary';
import type { LineParameters } from './line-parameters';
import type { BothLanguages } from './reason-texts';

/** `depends`: the words say on what. */
export type Bearer = 'institution' | 'none' | 'depends';

export interface Bearing {
  readonly bearer: Bearer;
  readonly text: BothLanguages;
}

const INSTITUTION: Bearing = {
  bearer: 'institution',
  text: {
    zh: '由定点医药机构承担，不由参保人承担',
    en: 'The institution, not the insured person',
  },
};

const BY_DELIVERY: Bearing = {
  bearer: 'depends',
  text: {
    zh: '支付前不予支付的，由定点医药机构承担；支付后追回的，也由其承担，但全部不予支付情形均为处理决定、且处理通知书都在费用发生之后才送达的，无人担责',
    en: 'Refused before payment: the institution. Recovered after payment: the institution too, but nobody where every bar that stands is a sanction whose notice was delivered after the fee arose',
  },
};

const AS_ORIGINAL: Bearing = {
  bearer: 'depends',
  text: { zh: '与被冲销的原明细相同', en: 'Whoever bears the line that it reverses' },
};

const NOBODY: Bearing = {
  bearer: 'none',
  text: { zh: '无人承担：本项不减少任何支付', en: 'Nobody: this takes nothing from the payment' },
};

const NOBODY_YET: Bearing = {
  bearer: 'none',
  text: { zh: '尚未判定，暂无人承担', en: 'Nobody yet: nothing has been decided' },
};

/** Bars that rest on a sanction, so that a late notice excuses. */
const SANCTIONS: readonly BarCode[] = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];

/** A code listed about who only performed takes nothing, whatever it says here: such reasons are notes. */
export function bearingOf(
  code: ReasonCode | HoldCode,
  onPaidLine: LineParameters['onPaidLine'] | null,
): Bearing {
  if (isOneOf(HOLD_CODES, code)) return NOBODY_YET;
  if (code === 'REFUND_MIRRORS_ORIGINAL') return AS_ORIGINAL;
  if (!isOneOf(BAR_CODES, code)) return NOBODY;
  // Where nothing is recovered, every barred line is refused, and a refusal is always the institution's.
  return isOneOf(SANCTIONS, code) && onPaidLine !== 'reject' ? BY_DELIVERY : INSTITUTION;
}

/** Whether a code is one of a list, so that the compiler knows it too. */
export const isOneOf = <Code extends string>(codes: readonly Code[], code: string): code is Code =>
  codes.some((candidate) => candidate === code);
