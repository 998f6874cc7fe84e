/** The columns of a table of each kind of record: CONTRACT 3's field names, with their Chinese titles and examples. */
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';

/** How a cell's text becomes the wire's value. */
export type CellForm = 'text' | 'code' | 'time' | 'flag' | 'number' | 'digits' | 'word';

export interface Column {
  readonly field: string;
  readonly title: string;
  readonly form: CellForm;
  readonly required: boolean;
  readonly example: string;
  /** Of a column whose values are words: the wire's word for each Chinese one. */
  readonly words?: Readonly<Record<string, string>>;
}

const column = (
  field: string,
  title: string,
  example: string,
  { form = 'text', required = true, words }: Partial<Column> = {},
): Column => ({ field, title, form, required, example, ...(words === undefined ? {} : { words }) });

/** A code, or a number or id by which other records name this one: a cell that a spreadsheet took for a number has lost some of it. */
const CODE = { form: 'code' } as const;
const OPTIONAL_CODE = { form: 'code', required: false } as const;
const TIME = { form: 'time' } as const;
const OPTIONAL_TIME = { form: 'time', required: false } as const;

/** A file need not have these: a row without a name is found on file by what it is about, or named after its content. */
const HEAD: readonly Column[] = [
  column('record_id', '记录编号', '', OPTIONAL_CODE),
  column('recorded_at', '知悉时间', '', OPTIONAL_TIME),
  column('supersedes', '更正的记录编号', '', OPTIONAL_CODE),
];

const INSTITUTION = column('fixmedins_code', '定点医药机构编码', 'H46020000001', CODE);
const PERSON = column('code', '人员代码', 'D460200000001', CODE);
const FROM = column('from', '开始时间', '2025-01-01', TIME);
const UNTIL = column('until', '结束时间（不含）', '', OPTIONAL_TIME);
const DOCUMENT = column('document_no', '文号', '琼医保处〔2025〕1号', CODE);
const APPROVED = column('approved_at', '批准时间', '2025-03-01', TIME);
const DECIDED = column('decided_at', '决定时间', '2025-03-01', TIME);
const PERSON_OF_DOCUMENT = column('code', '人员代码', 'D460200000001', OPTIONAL_CODE);

const word = (words: Readonly<Record<string, string>>): Partial<Column> => ({ form: 'word', words });

const COLUMNS: Readonly<Record<RegistryRecordKind, readonly Column[]>> = {
  institution: [
    INSTITUTION,
    column('name', '名称', '示例市人民医院'),
    column('type', '类型', 'hospital', word({ 定点医疗机构: 'hospital', 定点零售药店: 'pharmacy' })),
    column('admdvs', '医保区划', '460200', { form: 'digits' }),
    column('regional_medical_center', '区域医疗中心', 'false', { form: 'flag', required: false }),
  ],
  institution_status: [
    INSTITUTION,
    column(
      'status',
      '状态',
      'suspended',
      word({ 暂停: 'suspended', 终止: 'terminated', 退出稽核: 'exit_audit', 政策辅导期: 'guidance' }),
    ),
    FROM,
    UNTIL,
    DOCUMENT,
  ],
  department_status: [
    INSTITUTION,
    column('dept_codg', '科室编码', 'A03.02', CODE),
    column('status', '状态', 'suspended', word({ 暂停: 'suspended' })),
    FROM,
    UNTIL,
    DOCUMENT,
  ],
  clinician: [
    PERSON,
    column('name', '姓名', '张三'),
    column(
      'category',
      '人员类别',
      'doctor',
      word({
        医师: 'doctor',
        护士: 'nurse',
        药学人员: 'pharmacist',
        技术人员: 'technician',
        结算审核人员: 'auditor',
        药店主要负责人: 'pharmacy_principal',
      }),
    ),
  ],
  registration: [
    PERSON,
    INSTITUTION,
    column('main_site', '主执业机构', 'true', { form: 'flag' }),
    FROM,
    UNTIL,
    column('committed_on', '服务承诺日期', '2025-01-01', OPTIONAL_TIME),
    column('certificate_until', '证书或协议有效期至', '2027-12-31', OPTIONAL_TIME),
  ],
  pharmacy_principal: [INSTITUTION, PERSON, FROM, UNTIL],
  sanction: [
    DOCUMENT,
    PERSON,
    column('status', '处理', 'suspended', word({ 暂停: 'suspended', 终止: 'terminated' })),
    column('scope', '范围', 'person', word({ 全部执业点: 'person', 本执业点: 'site' })),
    INSTITUTION,
    column(
      'cause',
      '事由',
      'points',
      word({
        记分: 'points',
        违规违纪: 'discipline',
        停止执业: 'practice_order',
        证书: 'certificate',
        机构: 'institution',
        科室: 'department',
        其他: 'other',
      }),
    ),
    FROM,
    column('last_day', '最后一日（含）', '2025-06-30', OPTIONAL_TIME),
    UNTIL,
    column('points', '记分', '9', { form: 'number', required: false }),
    DECIDED,
    column('issued_at', '印发时间', '', OPTIONAL_TIME),
    column('delivered_at', '送达时间', '', OPTIONAL_TIME),
    column('maintained_at', '状态维护时间', '', OPTIONAL_TIME),
  ],
  restoration: [
    DOCUMENT,
    PERSON_OF_DOCUMENT,
    column('effective_from', '恢复时间', '2025-07-01', TIME),
    APPROVED,
  ],
  revision: [
    DOCUMENT,
    PERSON_OF_DOCUMENT,
    column('last_day', '最后一日（含）', '2025-05-31', OPTIONAL_TIME),
    UNTIL,
    APPROVED,
  ],
  annulment: [DOCUMENT, PERSON_OF_DOCUMENT, DECIDED],
  deregistration: [
    PERSON,
    { ...INSTITUTION, required: false },
    column(
      'reason',
      '原因',
      'left',
      word({ 离职: 'left', 退休: 'retired', 死亡: 'deceased', 注销执业: 'licence_cancelled', 其他: 'other' }),
    ),
    FROM,
  ],
  withdrawal: [
    column('supersedes', '撤回的记录编号', 'clinician-1'),
    column('reason', '原因', '误报'),
    APPROVED,
  ],
  exemption: [
    column('exemption_no', '例外编号', '例外〔2025〕1号', CODE),
    { ...PERSON, required: false },
    { ...INSTITUTION, required: false, example: '' },
    column('dept_codg', '科室编码', '', OPTIONAL_CODE),
    FROM,
    { ...UNTIL, required: true, example: '2025-12-31' },
    column('reason', '原因', '急需专科'),
    APPROVED,
  ],
};

/** The columns of a kind, its own first, then the record's head. */
export const columnsOf = (kind: RegistryRecordKind): readonly Column[] => {
  const own = COLUMNS[kind];
  return [...own, ...HEAD.filter(({ field }) => own.every((column) => column.field !== field))];
};

/** An export tells when the store received a record; read back, that says nothing. */
const RECEIVED = column('received_at', '接收时间', '', OPTIONAL_TIME);

/** What the header of a table may name. */
export const readableColumnsOf = (kind: RegistryRecordKind): readonly Column[] => [
  ...columnsOf(kind),
  RECEIVED,
];

export const REGISTRY_RECORD_KINDS = Object.keys(COLUMNS) as readonly RegistryRecordKind[];

export const isRegistryRecordKind = (text: string): text is RegistryRecordKind =>
  Object.hasOwn(COLUMNS, text);
