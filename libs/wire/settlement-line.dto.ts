import { EMERGENCY_FLAGS, TRANSACTIONS } from '@gatekeeper/vocabulary';
import type { EmergencyFlag, Transaction } from '@gatekeeper/vocabulary';
import { ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MONEY_SCALE, PRICE_SCALE, QUANTITY_SCALE } from './decimal';
import {
  areaCode,
  clockTime,
  decimal,
  decimalNotNegative,
  moment,
  neverDeciding,
  oneOf,
  pseudonym,
  text,
} from './field-rule';
import { Optional, Required } from './schema';

const INPATIENT = '2301';

/** A settlement line as it stands on the wire (CONTRACT 1), trimmed, numbers as their digits. */
@JSONSchema({
  anyOf: [
    { properties: { infno: { not: { enum: [INPATIENT] } } } },
    { required: ['adm_time'], properties: { adm_time: { type: 'string', minLength: 1 } } },
  ],
})
export class SettlementLineDto {
  @Required(
    oneOf(TRANSACTIONS),
    'source transaction: 2301 inpatient（住院）, 2204 outpatient（门诊）, 2102 pharmacy（药店）',
  )
  infno!: Transaction;
  @Required(text(30), 'institution（定点医药机构编号）') fixmedins_code!: string;
  @Required(text(30), 'visit（就诊ID）') mdtrt_id!: string;
  @Optional(text(30), 'charge batch（收费批次号）, of outpatient lines') chrg_bchno?: string;
  @Required(text(30), 'line number（费用明细流水号）, unique within its visit') feedetl_sn!: string;
  @Optional(text(30), 'of a refund: the line of the same visit that it reverses（原费用流水号）')
  init_feedetl_sn?: string;
  @Required(pseudonym(64), 'pseudonym of the insured person, never an identity number') psn_token!: string;
  @Required(text(6), 'medical category（医疗类别）') med_type!: string;
  @Required(text(6), 'insurance type（险种类型）, such as 310, 390, 510') insutype!: string;
  @Required(areaCode, 'area of treatment（就医地区划）; it chooses the pack') mdtrtarea_admvs!: string;
  @Required(areaCode, 'area of insurance（参保地区划）') insuplc_admdvs!: string;
  @Required(clockTime, 'when the fee arose（费用发生时间）: the clock of the decision')
  fee_ocur_time!: string;

  @ValidateIf((line: SettlementLineDto) => line.infno === INPATIENT || line.adm_time !== undefined)
  @Required(clockTime, 'admission（入院时间）; of inpatient lines it must be there')
  adm_time?: string;

  @Optional(text(30), 'ordering clinician（开单医师编码）') bilg_dr_codg?: string;
  @Optional(neverDeciding(50), 'name of the ordering clinician; never decides') bilg_dr_name?: string;
  @Optional(text(), 'performing clinician（受单医师编码）') orders_dr_code?: string;
  @Optional(neverDeciding(), 'name of the performing clinician; never decides') orders_dr_name?: string;
  @Optional(text(), 'ordering department（开单科室编码）') bilg_dept_codg?: string;
  @Optional(neverDeciding(), 'name of the ordering department; never decides') bilg_dept_name?: string;
  @Optional(neverDeciding(), 'item in the national list（医疗目录编码）') med_list_codg?: string;
  @Optional(neverDeciding(), "item in the institution's own list（医药机构目录编码）")
  medins_list_codg?: string;
  @Required(decimal(QUANTITY_SCALE), 'quantity, 4 decimals; negative on a refund') cnt!: string;
  @Required(decimalNotNegative(PRICE_SCALE), 'unit price, 6 decimals') pric!: string;
  @Required(decimal(MONEY_SCALE), 'amount of the line（明细项目费用总额）; negative on a refund')
  det_item_fee_sumamt!: string;
  @Required(decimal(MONEY_SCALE), 'all fund money on this line（基金支付总额）') fund_pay_amt!: string;
  @Required(decimal(MONEY_SCALE), 'of which the pooled fund（统筹基金）') pool_pay_amt!: string;
  @Optional(decimal(MONEY_SCALE), 'of which the personal account（个人账户）') acct_pay_amt?: string;
  @Optional(neverDeciding(), '2: self-paid（医院审批标志）') hosp_appr_flag?: string;
  @Optional(oneOf(EMERGENCY_FLAGS), '1: emergency（急诊）') er_flag?: EmergencyFlag;
  @Optional(text(), 'reference of the record of emergency observation or rescue（4302）')
  rescue_record_no?: string;
  @Optional(text(), 'settlement（结算ID）') setl_id?: string;
  @Optional(moment, 'when it was settled（结算时间）') setl_time?: string;
  @Optional(moment, 'when the fund paid this line, if it has') paid_at?: string;
}
