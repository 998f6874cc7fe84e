/** What a line says, as one text (CONTRACT 7 "Content"): the same content is a resend, other content another revision. */
import * as crypto from 'node:crypto';
import { formatInstant } from '@gatekeeper/calendar';
import { formatFen } from '@gatekeeper/vocabulary';
import type { SettlementLine } from '@gatekeeper/vocabulary';

/**
 * The RFC 8785 form of the line's section 1 fields without `setl_id`, `setl_time` and `paid_at`. RFC 8785 writes strings
 * as `JSON.stringify` does and sorts keys; here the keys are sorted by hand (a test compares with a library) and
 * absent ones are `undefined`, which `JSON.stringify` drops.
 */
export function contentOf(line: SettlementLine): string {
  return JSON.stringify({
    acct_pay_amt: line.accountAmount === null ? undefined : formatFen(line.accountAmount),
    adm_time: line.admittedAt === null ? undefined : formatInstant(line.admittedAt),
    bilg_dept_codg: line.departmentCode ?? undefined,
    bilg_dept_name: line.departmentName ?? undefined,
    bilg_dr_codg: line.orderingCode ?? undefined,
    bilg_dr_name: line.orderingName ?? undefined,
    chrg_bchno: line.chargeBatch === '' ? undefined : line.chargeBatch,
    cnt: line.quantity,
    det_item_fee_sumamt: formatFen(line.lineAmount),
    er_flag: line.emergencyFlag ?? undefined,
    fee_ocur_time: formatInstant(line.feeOccurredAt),
    feedetl_sn: line.lineNo,
    fixmedins_code: line.sentFixmedinsCode,
    fund_pay_amt: formatFen(line.fundAmount),
    hosp_appr_flag: line.approvalFlag ?? undefined,
    infno: line.transaction,
    init_feedetl_sn: line.originalLineNo ?? undefined,
    insuplc_admdvs: line.insuranceArea,
    insutype: line.insuranceType,
    mdtrt_id: line.visitId,
    mdtrtarea_admvs: line.treatmentArea,
    med_list_codg: line.nationalItemCode ?? undefined,
    med_type: line.medicalCategory,
    medins_list_codg: line.localItemCode ?? undefined,
    orders_dr_code: line.performingCode ?? undefined,
    orders_dr_name: line.performingName ?? undefined,
    pool_pay_amt: formatFen(line.pooledAmount),
    pric: line.unitPrice,
    psn_token: line.insuredPersonToken,
    rescue_record_no: line.rescueRecordNo ?? undefined,
  });
}

/** `sha256:` + hex of the content. */
export const contentHash = (line: SettlementLine): string => hashOfContent(contentOf(line));

/** The same for a content text already at hand. */
export const hashOfContent = (content: string): string => `sha256:${sha256Hex(content)}`;

/** `crypto.hash` (Node 20.12) costs half of `createHash`; older types do not know it. */
interface OneShotHash {
  (algorithm: 'sha256', data: string, encoding: 'hex'): string;
  (algorithm: 'sha256', data: Uint8Array, encoding: 'buffer'): Buffer;
}
const isOneShotHash = (value: unknown): value is OneShotHash => typeof value === 'function';
const oneShot: unknown = Reflect.get(crypto, 'hash');

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export const sha256Hex: (text: string) => string = isOneShotHash(oneShot)
  ? (text) => oneShot('sha256', text, 'hex')
  : (text) => crypto.createHash('sha256').update(text, 'utf8').digest('hex');

/** SHA-256 of bytes, as bytes. */
export const sha256Bytes: (bytes: Uint8Array) => Buffer = isOneShotHash(oneShot)
  ? (bytes) => oneShot('sha256', bytes, 'buffer')
  : (bytes) => crypto.createHash('sha256').update(bytes).digest();
