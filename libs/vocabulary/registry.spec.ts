import { instantOf } from '@gatekeeper/calendar';
import type { RegistryRecord } from '.';
import { isSanctionReference, subjectOf } from '.';

const at = instantOf(0);
const head = { recordId: 'r', recordedAt: at, receivedAt: null, knownFrom: at, supersedes: null };
const during = { from: at, until: at };
const named = { ...head, documentNo: '文1', approvedAt: at };
const exempting = {
  ...head,
  ...during,
  kind: 'exemption',
  exemptionNo: '免1',
  reason: '',
  approvedAt: at,
} as const;

describe('whose timeline a record belongs to', () => {
  it.each<readonly [string, RegistryRecord, string | null, boolean]>([
    [
      'institution',
      {
        ...head,
        kind: 'institution',
        fixmedinsCode: 'H1',
        name: '',
        type: 'hospital',
        area: '440106',
        regionalMedicalCenter: false,
      },
      'H1',
      false,
    ],
    [
      'its status',
      {
        ...head,
        ...during,
        kind: 'institution_status',
        fixmedinsCode: 'H1',
        status: 'guidance',
        documentNo: '文1',
      },
      'H1',
      false,
    ],
    [
      'its department',
      {
        ...head,
        ...during,
        kind: 'department_status',
        fixmedinsCode: 'H1',
        departmentCode: 'A',
        status: 'suspended',
        documentNo: '文1',
      },
      'H1',
      false,
    ],
    [
      'its principal',
      { ...head, ...during, kind: 'pharmacy_principal', fixmedinsCode: 'P1', code: 'D1' },
      'P1',
      false,
    ],
    ['clinician', { ...head, kind: 'clinician', code: 'D1', name: '', category: 'doctor' }, 'D1', false],
    [
      'registration',
      {
        ...head,
        ...during,
        kind: 'registration',
        code: 'D1',
        fixmedinsCode: 'H1',
        mainSite: true,
        committedOn: null,
        certificateUntil: at,
      },
      'D1',
      false,
    ],
    [
      'sanction',
      {
        ...head,
        ...during,
        kind: 'sanction',
        documentNo: '文1',
        code: 'D1',
        status: 'suspended',
        scope: 'person',
        fixmedinsCode: 'H1',
        cause: 'points',
        points: 9,
        decidedAt: at,
        issuedAt: null,
        deliveredAt: null,
        maintainedAt: null,
      },
      'D1',
      false,
    ],
    [
      'deregistration',
      { ...head, kind: 'deregistration', code: 'D1', fixmedinsCode: 'H1', reason: 'left', from: at },
      'D1',
      false,
    ],
    ['restoration of one', { ...named, kind: 'restoration', code: 'D1', effectiveFrom: at }, 'D1', true],
    [
      'restoration of whom the document names',
      { ...named, kind: 'restoration', code: null, effectiveFrom: at },
      null,
      true,
    ],
    ['revision', { ...named, kind: 'revision', code: null, until: at }, null, true],
    ['annulment', { ...head, kind: 'annulment', documentNo: '文1', code: null, decidedAt: at }, null, true],
    [
      'exemption of a person',
      { ...exempting, code: 'D1', fixmedinsCode: 'H1', departmentCode: null },
      'D1',
      false,
    ],
    [
      'exemption of a site',
      { ...exempting, code: null, fixmedinsCode: 'H1', departmentCode: null },
      'H1',
      false,
    ],
    [
      'exemption of nobody',
      { ...exempting, code: null, fixmedinsCode: null, departmentCode: 'A' },
      null,
      false,
    ],
  ])('%s', (_, record, subject, isReference) => {
    expect(subjectOf(record)).toBe(subject);
    expect(isSanctionReference(record)).toBe(isReference);
  });
});
