/** Puts a line and its facts into the form that articles look at. */
import { covers } from '@gatekeeper/calendar';
import type {
  Case,
  CheckedPerson,
  InstitutionStanding,
  Parameters,
  SanctionOnFile,
} from '@gatekeeper/policy';
import type { Role, SettlementLine } from '@gatekeeper/vocabulary';
import { foldCode, isNationalCode } from '@gatekeeper/vocabulary';
import type { Facts } from './facts';
import type { PersonView } from './views';

const NO_STATUSES: InstitutionStanding['departmentStatuses'] = [];

/** The case of one line under one pack's parameters. */
export function caseOf(line: SettlementLine, facts: Facts, parameters: Parameters): Case {
  const site = facts.institution.subject;
  const isPharmacy = line.transaction === '2102';
  const checked: CheckedPerson[] = [];
  const noted: CheckedPerson[] = [];
  if (isPharmacy) {
    // The prescriber of an outside prescription need not practise here: only sanctions count (FORMATS 7, Pharmacy).
    if (facts.ordering !== null) checked.push(prescriber(facts.ordering, site, parameters));
    checked.push(...principalsOnDuty(line, facts, parameters));
  } else {
    checked.push(checkPerson('ordering', line.orderingCode, facts.ordering, line, site, parameters));
  }
  if (facts.performing !== null) {
    const performing = checkPerson(
      'performing',
      line.performingCode,
      facts.performing,
      line,
      site,
      parameters,
    );
    (parameters.performingBars ? checked : noted).push(performing);
  }
  return { line, knownAt: facts.knownAt, checked, noted, institution: institutionStanding(line, facts) };
}

function checkPerson(
  role: Role,
  rawCode: string | null,
  person: PersonView | null,
  line: SettlementLine,
  site: string,
  parameters: Parameters,
): CheckedPerson {
  if (person === null) return nobody(role, foldCode(rawCode ?? ''), 'missing');
  if (!person.known) {
    // A principal's code comes from the registry itself; its form is not the line's fault.
    const misshapen = role !== 'principal' && !isNationalCode(person.subject);
    return nobody(role, person.subject, misshapen ? 'invalid' : 'unknown');
  }
  return {
    role,
    code: person.subject,
    fault: null,
    site: person.standingAtSite(site, line.feeOccurredAt, parameters),
    sanctions: reaching(person, site, parameters),
    exemptions: person.exemptions,
  };
}

const nobody = (role: Role, code: string, fault: NonNullable<CheckedPerson['fault']>): CheckedPerson => ({
  role,
  code,
  fault,
  site: null,
  sanctions: [],
  exemptions: [],
});

const prescriber = (person: PersonView, site: string, parameters: Parameters): CheckedPerson => ({
  role: 'ordering',
  code: person.subject,
  fault: null,
  site: null,
  sanctions: reaching(person, site, parameters),
  exemptions: person.exemptions,
});

/** The principal on file for the day, each of them where several are; nobody on file is an unknown person. */
function principalsOnDuty(
  line: SettlementLine,
  facts: Facts,
  parameters: Parameters,
): readonly CheckedPerson[] {
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

/** The sanctions that reach this site: personal ones, those of this site, and for points every one (FORMATS 7, Sanction). */
function reaching(
  { sanctions }: PersonView,
  site: string,
  { pointsReachEverySite, siteBoundCauses }: Parameters,
): readonly SanctionOnFile[] {
  if (sanctions.length === 0) return sanctions;
  return sanctions.filter(({ cause, scope, fixmedinsCode }) => {
    if (fixmedinsCode === site) return true;
    if (cause === 'points' && pointsReachEverySite) return true;
    return scope === 'person' && !siteBoundCauses.includes(cause);
  });
}

function institutionStanding(line: SettlementLine, { institution }: Facts): InstitutionStanding {
  const at = line.feeOccurredAt;
  let departmentStatuses = NO_STATUSES;
  if (line.departmentCode !== null && institution.departmentStatuses.size > 0) {
    departmentStatuses =
      institution.departmentStatuses
        .get(foldCode(line.departmentCode))
        ?.filter(({ interval }) => covers(interval, at)) ?? NO_STATUSES;
  }
  return {
    code: institution.subject,
    known: institution.known,
    statuses:
      institution.statuses.length === 0
        ? institution.statuses
        : institution.statuses.filter(({ interval }) => covers(interval, at)),
    departmentStatuses,
    exemptions: institution.exemptions,
  };
}
