/** Records of institutions, departments and pharmacies. */
import type {
  DepartmentStatusRecord,
  InstitutionRecord,
  InstitutionStatusRecord,
  PharmacyPrincipalRecord,
} from '@gatekeeper/vocabulary';
import type { Options } from './record-head';
import { endOf, head, HOSPITAL, PHARMACY, PRINCIPAL } from './record-head';
import { at } from './times';

export const institution = (
  fixmedinsCode = HOSPITAL,
  more: Partial<InstitutionRecord> = {},
): InstitutionRecord => ({
  ...head(),
  kind: 'institution',
  fixmedinsCode,
  name: '',
  type: fixmedinsCode.startsWith('P') ? 'pharmacy' : 'hospital',
  area: '440106',
  regionalMedicalCenter: false,
  ...more,
});

export const institutionStatus = ({
  from = '2025-06-10',
  until = null,
  ...more
}: Options<InstitutionStatusRecord> = {}): InstitutionStatusRecord => ({
  ...head(),
  kind: 'institution_status',
  fixmedinsCode: HOSPITAL,
  status: 'suspended',
  documentNo: '机构1号',
  from: at(from),
  until: endOf(until),
  ...more,
});

export const departmentStatus = ({
  from = '2025-06-10',
  until = null,
  ...more
}: Options<DepartmentStatusRecord> = {}): DepartmentStatusRecord => ({
  ...head(),
  kind: 'department_status',
  fixmedinsCode: HOSPITAL,
  departmentCode: 'A03.02',
  status: 'suspended',
  documentNo: '科室1号',
  from: at(from),
  until: endOf(until),
  ...more,
});

export const principal = ({
  from = '2012-01-01',
  until = null,
  ...more
}: Options<PharmacyPrincipalRecord> = {}): PharmacyPrincipalRecord => ({
  ...head(),
  kind: 'pharmacy_principal',
  fixmedinsCode: PHARMACY,
  code: PRINCIPAL,
  from: at(from),
  until: endOf(until),
  ...more,
});
