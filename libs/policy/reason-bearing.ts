/** Who bears the loss, as the records of the codes say it (CONTRACT 7 Liable). A code listed about who only performed takes nothing: such reasons are notes. */
import type { BothLanguages } from './both-languages';
import type { EditionFacts } from './edition-facts';

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

/** The institution; under every text alike. */
export const byInstitution = (): Bearing => INSTITUTION;

/** Of a bar that rests on a sanction: a late notice excuses. Where nothing is recovered, every barred line is refused, and a refusal is always the institution's. */
export const byDeliveryOfNotice = ({ valueOf }: EditionFacts): Bearing =>
  valueOf('onPaidLine') === 'reject' ? INSTITUTION : BY_DELIVERY;

export const asOriginal = (): Bearing => AS_ORIGINAL;
export const byNobody = (): Bearing => NOBODY;
export const byNobodyYet = (): Bearing => NOBODY_YET;
