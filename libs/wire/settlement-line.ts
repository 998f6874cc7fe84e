import { foldCode } from '@gatekeeper/vocabulary';
import type { SettlementLine, StatedSettlement } from '@gatekeeper/vocabulary';
import { exactDecimalOf, fenOf, PRICE_SCALE, QUANTITY_SCALE } from './decimal';
import { readJson } from './json-text';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { Schema, takenSchema } from './schema';
import type { DroppedCharactersSink, UnknownFieldsSink } from './schema';
import { SettlementLineDto } from './settlement-line.dto';
import { writtenInstant } from './written-instant';

export const DEFAULT_LIMIT_BYTES = 1024 * 1024;

const schema = new Schema(SettlementLineDto);

/** The line as a JSON Schema, for the OpenAPI document of the HTTP door. */
export const settlementLineSchema = takenSchema(SettlementLineDto);

/**
 * A settlement line from a Kafka value or a row of a file, or everything that is wrong with it. Never throws.
 * `null` (a tombstone) and no bytes are `EMPTY`; more than `limitBytes` are `TOO_LARGE` before anything is parsed.
 */
export function parseSettlementLine(
  bytes: Buffer | null,
  limitBytes: number = DEFAULT_LIMIT_BYTES,
  onUnknownFields?: UnknownFieldsSink,
  onDropped?: DroppedCharactersSink,
): SettlementLine | Malformed {
  const read = readJson(bytes, limitBytes);
  return read.ok
    ? parseSettlementLineObject(read.value, onUnknownFields, onDropped)
    : malformed(...read.problems);
}

/** The same from a value that `parseJsonExactly` has read (numbers as `LosslessNumber`). */
export function parseSettlementLineObject(
  value: unknown,
  onUnknownFields?: UnknownFieldsSink,
  onDropped?: DroppedCharactersSink,
): SettlementLine | Malformed {
  const dto = schema.read(value, onUnknownFields, onDropped);
  return isMalformed(dto) ? dto : settlementLineOf(dto, statedBy(dto));
}

/** Loads a line back from what `contentOf` wrote. Throws on a text that it cannot have written: a defect, not an input. */
export function lineFromContent(content: string, stated: StatedSettlement): SettlementLine {
  const dto = schema.read(JSON.parse(content));
  if (!isMalformed(dto)) return settlementLineOf(dto, stated);
  throw new Error(`Stored line content has bad fields: ${dto.problems.map(({ path }) => path).join(', ')}.`);
}

const statedBy = (dto: SettlementLineDto): StatedSettlement => ({
  settlementId: dto.setl_id ?? null,
  settledAt: dto.setl_time === undefined ? null : writtenInstant(dto.setl_time),
  paidAt: dto.paid_at === undefined ? null : writtenInstant(dto.paid_at),
});

function settlementLineOf(dto: SettlementLineDto, stated: StatedSettlement): SettlementLine {
  return {
    transaction: dto.infno,
    fixmedinsCode: foldCode(dto.fixmedins_code),
    sentFixmedinsCode: dto.fixmedins_code,
    visitId: dto.mdtrt_id,
    chargeBatch: dto.chrg_bchno ?? '',
    lineNo: dto.feedetl_sn,
    originalLineNo: dto.init_feedetl_sn ?? null,
    insuredPersonToken: dto.psn_token,
    medicalCategory: dto.med_type,
    insuranceType: dto.insutype,
    treatmentArea: dto.mdtrtarea_admvs,
    insuranceArea: dto.insuplc_admdvs,
    feeOccurredAt: writtenInstant(dto.fee_ocur_time),
    admittedAt: dto.adm_time === undefined ? null : writtenInstant(dto.adm_time),
    orderingCode: dto.bilg_dr_codg ?? null,
    orderingName: dto.bilg_dr_name ?? null,
    performingCode: dto.orders_dr_code ?? null,
    performingName: dto.orders_dr_name ?? null,
    departmentCode: dto.bilg_dept_codg ?? null,
    departmentName: dto.bilg_dept_name ?? null,
    nationalItemCode: dto.med_list_codg ?? null,
    localItemCode: dto.medins_list_codg ?? null,
    quantity: exactDecimalOf(dto.cnt, QUANTITY_SCALE),
    unitPrice: exactDecimalOf(dto.pric, PRICE_SCALE),
    lineAmount: fenOf(dto.det_item_fee_sumamt),
    fundAmount: fenOf(dto.fund_pay_amt),
    pooledAmount: fenOf(dto.pool_pay_amt),
    accountAmount: dto.acct_pay_amt === undefined ? null : fenOf(dto.acct_pay_amt),
    approvalFlag: dto.hosp_appr_flag ?? null,
    emergencyFlag: dto.er_flag ?? null,
    rescueRecordNo: dto.rescue_record_no ?? null,
    settlementId: stated.settlementId,
    settledAt: stated.settledAt,
    paidAt: stated.paidAt,
  };
}
