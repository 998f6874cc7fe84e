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

/** A settlement line as it stands on the wire (FORMATS 1), trimmed, numbers as their digits. */
@JSONSchema({
  anyOf: [{ properties: { infno: { not: { enum: [INPATIENT] } } } }, { required: ['adm_time'] }],
})
export class SettlementLineDto {
  @Required(oneOf(TRANSACTIONS)) infno!: Transaction;
  @Required(text(30)) fixmedins_code!: string;
  @Required(text(30)) mdtrt_id!: string;
  @Optional(text(30)) chrg_bchno?: string;
  @Required(text(30)) feedetl_sn!: string;
  @Optional(text(30)) init_feedetl_sn?: string;
  @Required(pseudonym(64)) psn_token!: string;
  @Required(text(6)) med_type!: string;
  @Required(text(6)) insutype!: string;
  @Required(areaCode) mdtrtarea_admvs!: string;
  @Required(areaCode) insuplc_admdvs!: string;
  @Required(clockTime) fee_ocur_time!: string;

  @ValidateIf((line: SettlementLineDto) => line.infno === INPATIENT || line.adm_time !== undefined)
  @Required(clockTime)
  adm_time?: string;

  @Optional(text(30)) bilg_dr_codg?: string;
  @Optional(neverDeciding(50)) bilg_dr_name?: string;
  @Optional(text()) orders_dr_code?: string;
  @Optional(neverDeciding()) orders_dr_name?: string;
  @Optional(text()) bilg_dept_codg?: string;
  @Optional(neverDeciding()) bilg_dept_name?: string;
  @Optional(neverDeciding()) med_list_codg?: string;
  @Optional(neverDeciding()) medins_list_codg?: string;
  @Required(decimal(QUANTITY_SCALE)) cnt!: string;
  @Required(decimalNotNegative(PRICE_SCALE)) pric!: string;
  @Required(decimal(MONEY_SCALE)) det_item_fee_sumamt!: string;
  @Required(decimal(MONEY_SCALE)) fund_pay_amt!: string;
  @Required(decimal(MONEY_SCALE)) pool_pay_amt!: string;
  @Optional(decimal(MONEY_SCALE)) acct_pay_amt?: string;
  @Optional(neverDeciding()) hosp_appr_flag?: string;
  @Optional(oneOf(EMERGENCY_FLAGS)) er_flag?: EmergencyFlag;
  @Optional(text()) rescue_record_no?: string;
  @Optional(text()) setl_id?: string;
  @Optional(moment) setl_time?: string;
  @Optional(moment) paid_at?: string;
}
