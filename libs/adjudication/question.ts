/** Puts a line and its facts into the form that articles look at. */
import { covers } from '@gatekeeper/calendar';
import type { Case, InstitutionStanding, LoadedEdition, Parameters } from '@gatekeeper/policy';
import type { Role, SettlementLine } from '@gatekeeper/vocabulary';
import { foldCode, isNationalCode } from '@gatekeeper/vocabulary';
import type { Facts } from './facts';
import { nobody, PersonOnLine } from './person-on-line';
import type { PersonView } from './person-view';

/** A case whose persons carry what was worked out about them before. */
export interface Question extends Case {
  readonly checked: readonly PersonOnLine[];
  readonly noted: readonly PersonOnLine[];
}

const NO_ONE: readonly PersonOnLine[] = [];

/** The case of one line under the leading edition's parameters. */
export function caseOf(
  line: SettlementLine,
  facts: Facts,
  { medicalCategories }: LoadedEdition,
  parameters: Parameters,
): Question {
  const site = facts.institution.subject;
  let checked =
    line.transaction === '2102'
      ? personsOfPharmacy(line, facts, parameters)
      : checkPerson('ordering', line.orderingCode, facts.ordering, line, site, parameters).alone;
  let noted = NO_ONE;
  if (facts.performing !== null) {
    const { performing } = facts;
    const person = checkPerson('performing', line.performingCode, performing, line, site, parameters);
    if (parameters.checkedRoles === 'ordering+performing') checked = [...checked, person];
    else noted = person.alone;
  }
  return {
    line,
    knownAt: facts.knownAt,
    emergencyFound: facts.found.emergency,
    checked,
    noted,
    institution: institutionStanding(line, facts),
    categories: medicalCategories,
  };
}

function checkPerson(
  role: Role,
  rawCode: string | null,
  person: PersonView | null,
  line: SettlementLine,
  site: string,
  parameters: Parameters,
): PersonOnLine {
  if (person === null) return nobody(role, foldCode(rawCode ?? ''), 'missing');
  if (!person.known) {
    // A principal's code comes from the registry itself; its form is not the line's fault.
    const misshapen = role !== 'principal' && !isNationalCode(person.subject);
    return nobody(role, person.subject, misshapen ? 'invalid' : 'unknown');
  }
  return person.atSite(site, parameters).inRole(role, line.feeOccurredAt);
}

/**
 * The prescriber of an outside prescription need not practise here: only sanctions count. The principal is checked under a
 * text that governs principals; under one of doctors only nobody answers for the pharmacy (CONTRACT 7, Pharmacy).
 */
function personsOfPharmacy(
  line: SettlementLine,
  facts: Facts,
  parameters: Parameters,
): readonly PersonOnLine[] {
  const principals = parameters.personTypes.includes('pharmacy_principal')
    ? principalsOnDuty(line, facts, parameters)
    : NO_ONE;
  const { ordering, institution } = facts;
  if (ordering === null) return principals;
  const { sanctions } = ordering.atSite(institution.subject, parameters);
  return [
    new PersonOnLine('ordering', ordering.subject, null, null, sanctions, ordering.exemptions),
    ...principals,
  ];
}

/** The principal on file for the day, each of them where several are; nobody on file is an unknown person. */
function principalsOnDuty(
  line: SettlementLine,
  facts: Facts,
  parameters: Parameters,
): readonly PersonOnLine[] {
  const codes = new Set<string>();
  for (const record of facts.institution.principals)
    if (covers(record, line.feeOccurredAt)) codes.add(record.code);
  if (codes.size === 0) return [nobody('principal', '', 'unknown')];
  return [...codes].sort().map((code) => {
    const person = facts.principals.get(code);
    return person === undefined
      ? nobody('principal', code, 'unknown')
      : checkPerson('principal', code, person, line, facts.institution.subject, parameters);
  });
}

function institutionStanding(
  { feeOccurredAt, departmentCode }: SettlementLine,
  { institution }: Facts,
): InstitutionStanding {
  const { withoutStatus } = institution;
  if (institution.statuses.length === 0 && institution.departmentStatuses.size === 0) return withoutStatus;
  const ofDepartment =
    departmentCode === null ? undefined : institution.departmentStatuses.get(foldCode(departmentCode));
  return {
    code: withoutStatus.code,
    known: withoutStatus.known,
    regionalMedicalCenter: withoutStatus.regionalMedicalCenter,
    statuses: institution.statuses.filter(({ interval }) => covers(interval, feeOccurredAt)),
    departmentStatuses: ofDepartment?.filter(({ interval }) => covers(interval, feeOccurredAt)) ?? [],
    exemptions: withoutStatus.exemptions,
  };
}
