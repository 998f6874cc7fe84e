/** The three rosters that agencies' tools write (READINGS 3.1): tab-separated, GBK, without a header, each in its own order. */
import type { ClinicianCategory } from '@gatekeeper/vocabulary';

export const ROSTERS = ['GB001', 'GB002', 'GB004'] as const;
export type Roster = (typeof ROSTERS)[number];

export interface RosterLayout {
  readonly category: ClinicianCategory;
  readonly columns: readonly string[];
}

const BEGINNING = ['机构编码', '机构名称'];
const PERSON = ['姓名', '性别', '证件类型', '证件号码', '人员状态', '合同起始时间', '合同截止时间'];

export const CODE_COLUMNS: Readonly<Record<Roster, string>> = {
  GB001: '医保医生代码',
  GB002: '医保护士代码',
  GB004: '医疗技术人员代码',
};

export const ROSTER_LAYOUTS: Readonly<Record<Roster, RosterLayout>> = {
  GB001: {
    category: 'doctor',
    columns: [
      ...BEGINNING,
      CODE_COLUMNS.GB001,
      ...PERSON,
      '医生执业证书编码',
      '执业医疗机构名称',
      '执业类别',
      '执业范围',
      '执业级别',
      '专业技术职务',
    ],
  },
  GB002: {
    category: 'nurse',
    columns: [
      ...BEGINNING,
      CODE_COLUMNS.GB002,
      ...PERSON,
      '护士执业证书编码',
      '执业医疗机构名称',
      '执业类别',
      '专业技术职务',
    ],
  },
  GB004: {
    category: 'technician',
    columns: [...BEGINNING, CODE_COLUMNS.GB004, ...PERSON, '执业范围', '专业技术职务', '执业类别'],
  },
};
