import type { Caller } from './caller';
import { judge } from './judgement';
import type { OperationRule, Reach } from './operation';
import type { Reaches } from './reaches';

const AREAS = new Map([
  ['H1', '460100'],
  ['H2', '460200'],
]);
const REACHES: Reaches = {
  areaOfInstitution: (code) => Promise.resolve(AREAS.get(code) ?? null),
  institutionsOfClinician: (code) =>
    Promise.resolve(code === 'D12' ? ['H1', 'H2'] : code === 'D2' ? ['H2'] : []),
  partiesOfCase: (id) =>
    Promise.resolve(
      id === 'C1'
        ? { fixmedinsCode: 'H1', clinicianCode: 'D2' }
        : id === 'C0'
          ? { fixmedinsCode: null, clinicianCode: 'D12' }
          : null,
    ),
};

const caller = (more: Partial<Caller> = {}): Caller => ({
  userId: 'u',
  login: 'u',
  roles: ['registrar'],
  areas: [],
  institutions: [],
  clinicianCode: null,
  ...more,
});
const CITY = caller({ areas: ['4601'] });
const PROVINCE = caller({ areas: [''] });
const OFFICE = caller({ roles: ['institution_office'], institutions: ['H1'] });
const SELF = caller({ roles: ['clinician'], clinicianCode: 'D2' });
/** A code on file that no role gives effect to. */
const NOT_SELF = caller({ clinicianCode: 'D2' });

const rule = (reach: Reach): OperationRule => ({
  roles: ['registrar', 'institution_office', 'clinician'],
  reach,
  summary: { en: '', zh: '' },
});
const about = (body: unknown, params: unknown = {}) => ({ params, body, query: {} });

describe('an institution', () => {
  const institution = rule({ institution: { in: 'body', field: 'of.code' } });
  it.each([
    ['by its area', CITY, 'H1', 'allowed'],
    ['of another area', CITY, 'H2', 'out_of_scope'],
    ['not on file', CITY, 'H9', 'out_of_scope'],
    ['not on file, of the whole province', PROVINCE, 'H9', 'allowed'],
    ['in another spelling', CITY, 'h1', 'out_of_scope'],
    ['by name', OFFICE, 'H1', 'allowed'],
    ['by another name', OFFICE, 'H2', 'out_of_scope'],
  ] as const)('%s', async (_, by, code, judgement) => {
    expect(await judge(by, institution, about({ of: { code } }), REACHES)).toBe(judgement);
  });

  it.each([
    [undefined],
    [{}],
    [{ of: null }],
    [{ of: { code: 1 } }],
    [{ of: { code: '' } }],
    [{ of: { code: ['H1'] } }],
  ])('that %j does not name is asked for', async (body) => {
    expect(await judge(PROVINCE, institution, about(body), REACHES)).toEqual({
      unnamed: { in: 'body', field: 'of.code' },
    });
  });
});

describe('a clinician', () => {
  it.each([
    ['registered at one of several in scope', CITY, 'D12', 'allowed'],
    ['registered elsewhere', CITY, 'D2', 'out_of_scope'],
    ['registered nowhere', CITY, 'D0', 'out_of_scope'],
    ['registered at the office’s institution', OFFICE, 'D12', 'allowed'],
    ['as oneself', SELF, 'D2', 'allowed'],
    ['as somebody else', SELF, 'D12', 'out_of_scope'],
    ['as oneself without the role', NOT_SELF, 'D2', 'out_of_scope'],
  ] as const)('%s', async (_, by, code, judgement) => {
    const clinician = rule({ clinician: { in: 'params', field: 'code' } });
    expect(await judge(by, clinician, about({}, { code }), REACHES)).toBe(judgement);
  });
});

describe('a case', () => {
  it.each([
    ['by its institution', CITY, 'C1', 'allowed'],
    ['of a person alone, by the person', CITY, 'C0', 'allowed'],
    ['not on file', CITY, 'C9', 'out_of_scope'],
    ['of oneself, elsewhere', SELF, 'C1', 'allowed'],
    ['of another', SELF, 'C0', 'out_of_scope'],
  ] as const)('%s', async (_, by, id, judgement) => {
    const ofCase = rule({ case: { in: 'params', field: 'id' } });
    expect(await judge(by, ofCase, about({}, { id }), REACHES)).toBe(judgement);
  });
});

describe('several subjects', () => {
  const both = rule([
    { institution: { in: 'body', field: 'from' } },
    { area: { in: 'body', field: 'area' } },
  ]);
  it.each([
    [{ from: 'H1', area: '460100' }, 'allowed'],
    [{ from: 'H1', area: '460200' }, 'out_of_scope'],
    [{ from: 'H2', area: '460100' }, 'out_of_scope'],
  ] as const)('%j must all be in scope: %s', async (body, judgement) => {
    expect(await judge(CITY, both, about(body), REACHES)).toBe(judgement);
  });
});

it('a role that may not is told nothing of subjects', async () => {
  const scorer = caller({ roles: ['scorer'], areas: ['46'] });
  const institution = rule({ institution: { in: 'body', field: 'code' } });
  expect(await judge(scorer, institution, about({}), REACHES)).toBe('role_missing');
});
