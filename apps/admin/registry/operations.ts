import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'registrar',
  'scorer',
  'reviewer',
  'settlement_auditor',
  'institution_office',
  'department_officer',
  'health_authority',
];

const institutionInPath = { institution: { in: 'params', field: 'fixmedins_code' } } as const;
const clinicianInPath = { clinician: { in: 'params', field: 'code' } } as const;

export const REGISTRY_OPERATIONS = {
  listInstitutions: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Institutions by area, name or code', zh: '按地区、名称或编码查询机构' },
  },
  readInstitution: {
    roles: READERS,
    reach: institutionInPath,
    summary: { en: 'An institution with its statuses', zh: '查看机构及其状态' },
  },
  listCliniciansOfInstitution: {
    roles: READERS,
    reach: institutionInPath,
    summary: { en: 'Who is registered at an institution', zh: '机构登记备案人员' },
  },
  listDepartmentsOfInstitution: {
    roles: READERS,
    reach: institutionInPath,
    summary: { en: 'Departments of an institution that are or were suspended', zh: '机构科室状态' },
  },
  listClinicians: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Clinicians by name or code', zh: '按姓名或编码查询医务人员' },
  },
  readClinician: {
    roles: [...READERS, 'clinician'],
    reach: clinicianInPath,
    summary: { en: 'A clinician, with the standing at each site', zh: '查看医务人员及其各执业点状态' },
  },
  readClinicianHistory: {
    roles: [...READERS, 'clinician'],
    reach: clinicianInPath,
    summary: { en: 'Every record of a clinician, on both axes', zh: '医务人员全部登记记录（双时间轴）' },
  },
  writeRegistryRecord: {
    roles: ['registrar'],
    reach: { institution: { in: 'body', field: 'fixmedins_code' } },
    summary: { en: 'Write one record that needs no second person', zh: '登记一条无需复核的记录' },
  },
} as const satisfies OperationRules;
