/** Rows made by hand for what the sample has none of: one hospital, one pharmacy and their people. No code is of the sample. */

export const HOSPITAL = 'H44019900001';
export const PHARMACY = 'P44019900001';
export const IN_STANDING = 'D440199000001';
/** Suspended from 2025-06-10 until 2025-09-10, which is not restored. */
export const SUSPENDED = 'D440199000002';
/** Of the pharmacy; suspended in July 2025. */
export const PRINCIPAL = 'HY440199000001';

type Fields = Readonly<Record<string, unknown>>;

const LINE: Fields = {
  infno: '2204',
  fixmedins_code: HOSPITAL,
  mdtrt_id: 'V-1',
  feedetl_sn: '1',
  psn_token: 'a1b2c3d4e5f60718',
  med_type: '11',
  insutype: '310',
  mdtrtarea_admvs: '440100',
  insuplc_admdvs: '440100',
  fee_ocur_time: '2025-07-01 09:30:00',
  bilg_dr_codg: SUSPENDED,
  bilg_dr_name: '王小明',
  cnt: '1',
  pric: '100.00',
  det_item_fee_sumamt: '100.00',
  fund_pay_amt: '80.00',
  pool_pay_amt: '70.00',
  acct_pay_amt: '10.00',
};

/** A line of the suspended clinician, unless said otherwise; a field that is `undefined` is left out. */
export const lineRow = (fields: Fields): string => JSON.stringify({ ...LINE, ...fields });

/** The line `lineNo` of a visit turned round. */
export const refundRow = (ofLine: string, fields: Fields): string =>
  lineRow({
    init_feedetl_sn: ofLine,
    cnt: '-1',
    det_item_fee_sumamt: '-100.00',
    fund_pay_amt: '-80.00',
    pool_pay_amt: '-70.00',
    acct_pay_amt: '-10.00',
    ...fields,
  });

/** That the fund paid line 1 of visit V-1 in full, unless said otherwise. */
export const noticeRow = (fields: Fields = {}): string =>
  JSON.stringify({
    fixmedins_code: HOSPITAL,
    mdtrt_id: 'V-1',
    feedetl_sn: '1',
    setl_id: 'S-1',
    paid_at: '2025-07-05 10:00:00',
    fund_pay_amt: '80.00',
    pool_pay_amt: '70.00',
    ...fields,
  });

/** Lines of visit V-1 withdrawn. */
export const voidRow = (fields: Fields): string =>
  JSON.stringify({
    op: 'void',
    fixmedins_code: HOSPITAL,
    mdtrt_id: 'V-1',
    voided_at: '2025-07-03 10:00:00',
    ...fields,
  });

/** That line 1 of it is, after it was paid, unless said otherwise. */
export const lineVoidRow = (fields: Fields = {}): string =>
  voidRow({ feedetl_sn: '1', voided_at: '2025-07-10 10:00:00', ...fields });

/** What officers found about line 1 of a visit of the hospital. */
export const factRow = (fact: string, fields: Fields): string =>
  JSON.stringify({
    op: 'fact',
    fixmedins_code: HOSPITAL,
    mdtrt_id: 'V-1',
    feedetl_sn: '1',
    fact,
    document_no: '核查〔2025〕3号',
    approved_at: '2025-07-04 09:00:00',
    ...fields,
  });

const KNOWN_SINCE = '2024-01-01 09:00:00';

export const recordRow = (recordId: string, fields: Fields): string =>
  JSON.stringify({ record_id: recordId, recorded_at: KNOWN_SINCE, ...fields });

export const personRows = (code: string, name: string, category: string, at: string): readonly string[] => [
  recordRow(`clinician-${code}`, { kind: 'clinician', code, name, category }),
  recordRow(`registration-${code}`, {
    kind: 'registration',
    code,
    fixmedins_code: at,
    main_site: true,
    from: '2024-01-01',
    committed_on: '2024-01-01',
  }),
];

export const sanctionRow = (code: string, at: string, documentNo: string, fields: Fields = {}): string =>
  recordRow(`sanction-${documentNo}`, {
    kind: 'sanction',
    document_no: documentNo,
    code,
    status: 'suspended',
    scope: 'person',
    fixmedins_code: at,
    cause: 'points',
    from: '2025-06-10',
    until: '2025-09-10',
    points: 10,
    decided_at: '2025-06-05',
    ...fields,
  });

/** The registry all of these rows are decided with. */
export const REGISTRY = [
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院一',
    type: 'hospital',
    admdvs: '440100',
  }),
  recordRow('pharmacy', {
    kind: 'institution',
    fixmedins_code: PHARMACY,
    name: '药店一',
    type: 'pharmacy',
    admdvs: '440100',
  }),
  ...personRows(IN_STANDING, '李大勇', 'doctor', HOSPITAL),
  ...personRows(SUSPENDED, '王小明', 'doctor', HOSPITAL),
  ...personRows(PRINCIPAL, '赵药师', 'pharmacy_principal', PHARMACY),
  recordRow('principal', {
    kind: 'pharmacy_principal',
    fixmedins_code: PHARMACY,
    code: PRINCIPAL,
    from: '2024-01-01',
  }),
  sanctionRow(SUSPENDED, HOSPITAL, 'GD-2025-1'),
  sanctionRow(PRINCIPAL, PHARMACY, 'GD-2025-2', { from: '2025-07-01', until: '2025-08-01' }),
].join('\n');
