/** What the steps of an audit do, and what the texts let them do. */
import { civilDateOf, exceeds, isBefore } from '@gatekeeper/calendar';
import { clearingOf } from '@gatekeeper/casework';
import type { ClearingParameters } from '@gatekeeper/policy';
import { damagesFor, isSampledFrom, leastSample, mostRefusable, stillOwedIn } from '@gatekeeper/scoring';
import type { Fen } from '@gatekeeper/vocabulary';
import { foldCode, formatFen } from '@gatekeeper/vocabulary';
import { fenOf } from '@gatekeeper/wire';
import type { NothingBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { CaseReads, Moment, StepRefused, StepTaken } from '../workflow';
import { AUDIT_KIND } from './audit-data';
import type {
  AuditData,
  DrawSampleBody,
  OpenAuditBody,
  ProposeAuditBody,
  RecordAuditFindingsBody,
} from './audit-data';
import { dayIn } from './written-days';

type File = CaseFile<AuditData>;
type Taken = StepTaken<AuditData> | StepRefused;
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export async function opened({ body, terms, reads }: Moment<OpenAuditBody>) {
  if (isBefore(dayIn(body.claims_to), dayIn(body.claims_from)))
    return refuse('period-backwards', 'The last day of the claims lies before the first');
  const { check, held_on, claims_from, claims_to, ...firstAudit } = body;
  const data: AuditData = {
    check,
    held_on,
    claims_from,
    claims_to,
    first_audit: {
      stays_passed: firstAudit.stays_passed,
      others_passed: firstAudit.others_passed,
      not_passed: firstAudit.not_passed,
      stays_claimed: firstAudit.stays_claimed,
      others_claimed: firstAudit.others_claimed,
    },
    checks_owed: await checksOwed(body, clearingOf(terms), reads),
    sample: null,
    findings: null,
    proposed: null,
  };
  return { data };
}

/** Special campaigns are owed by the agency, not to one institution, and are not counted here. */
async function checksOwed(
  { fixmedins_code: fixmedinsCode, check, held_on: heldOn }: OpenAuditBody,
  clearing: ClearingParameters,
  reads: CaseReads,
): Promise<AuditData['checks_owed']> {
  const others = await reads.casesAtInstitution(foldCode(fixmedinsCode), AUDIT_KIND);
  const held = [...others.map(({ data }) => data as AuditData), { check, held_on: heldOn }];
  const { year } = civilDateOf(dayIn(heldOn));
  const daysOf = (kind: AuditData['check']) =>
    held.filter((it) => it.check === kind).map((it) => dayIn(it.held_on));
  return {
    full: stillOwedIn(year, daysOf('full'), clearing.fullChecksPerYear),
    on_site: stillOwedIn(year, daysOf('on_site'), clearing.onSiteChecksPerYear),
  };
}

interface Frame {
  readonly claims: number;
  readonly claimed: Fen;
}

/** What the text lets a sample be drawn from. */
function frameOf({ first_audit: audit }: AuditData, clearing: ClearingParameters): Frame {
  const strata = [
    { inpatient: true, claims: audit.stays_passed, claimed: fenOf(audit.stays_claimed) },
    { inpatient: false, claims: audit.others_passed, claimed: fenOf(audit.others_claimed) },
  ];
  const drawnFrom = strata.filter(({ inpatient }) =>
    isSampledFrom({ passedFirstAudit: true, inpatient }, clearing),
  );
  return {
    claims: drawnFrom.reduce((sum, { claims }) => sum + claims, 0),
    claimed: drawnFrom.reduce((sum, { claimed }) => sum + claimed, 0n),
  };
}

export function sampleDrawn({ data }: File, { body, terms }: Moment<DrawSampleBody>): Taken {
  const clearing = clearingOf(terms);
  if (clearing.samplingBase === 'none')
    return refuse('no-second-audit', 'No text that governs the area knows a second audit');
  const { claims, claimed } = frameOf(data, clearing);
  const least = leastSample(claims, clearing);
  if (body.sampled < least || exceeds(body.sampled, claims))
    return refuse('sample-size', `Of ${claims} claims ${least} at least are drawn, not ${body.sampled}`);
  return {
    data: {
      sample: {
        frame: clearing.samplingBase,
        claims,
        claimed: formatFen(claimed),
        sampled: body.sampled,
        rate_percent: formatFen((BigInt(body.sampled) * 10_000n) / BigInt(claims)),
        seed: body.seed,
      },
    },
  };
}

export function findingsRecorded({ data }: File, { body }: Moment<RecordAuditFindingsBody>): Taken {
  const { confirmed, confirmed_fund_part: fundPart, status_hits: statusHits, violation } = body;
  if (fenOf(fundPart) > fenOf(confirmed))
    return refuse('fund-part-too-large', 'The fund part is not more than the whole');
  if (fenOf(confirmed) + fenOf(statusHits) > claimedOf(data))
    return refuse('more-than-claimed', `No more than ${formatFen(claimedOf(data))} was claimed`);
  return {
    data: { findings: { confirmed, confirmed_fund_part: fundPart, status_hits: statusHits, violation } },
  };
}

const claimedOf = ({ sample, first_audit: audit }: AuditData): Fen =>
  sample === null ? fenOf(audit.stays_claimed) + fenOf(audit.others_claimed) : fenOf(sample.claimed);

/** Without a sample everything was looked at, and nothing is extrapolated. */
function mostOf(
  data: AuditData,
  findings: NonNullable<AuditData['findings']>,
  clearing: ClearingParameters,
): Fen {
  return mostRefusable(
    {
      confirmed: fenOf(findings.confirmed),
      statusHits: fenOf(findings.status_hits),
      sampled: data.sample?.sampled ?? 1,
      claims: data.sample?.claims ?? 1,
      claimed: claimedOf(data),
    },
    clearing,
  );
}

/**
 * Reading: damages go by the fees confirmed in breach, not by an extrapolated amount, which nobody looked at, and not by status
 * hits, which are refused line by line.
 */
export function proposed({ data }: File, { body, terms }: Moment<ProposeAuditBody>): Taken {
  const { findings } = data;
  if (findings === null) return refuse('nothing-found', 'No findings were confirmed');
  const clearing = clearingOf(terms);
  const most = mostOf(data, findings, clearing);
  if (fenOf(body.refused) > most)
    return refuse('more-than-refusable', `No more than ${formatFen(most)} may be refused`);
  const fees = { total: fenOf(findings.confirmed), fundPart: fenOf(findings.confirmed_fund_part) };
  const damages = damagesFor(fees, body.measures, clearing);
  return {
    data: {
      proposed: {
        refused: body.refused,
        most_refusable: formatFen(most),
        measures: body.measures,
        damages: damages === 'none' ? null : formatFen(damages),
        reasons: body.reasons,
      },
    },
  };
}

export async function approved(file: File, { reads }: Moment<NothingBody>): Promise<Taken> {
  const order = file.data.proposed;
  if (order === null) return refuse('nothing-to-approve', 'Nothing was proposed');
  const documentNo = await reads.takeDocumentNo(file.area);
  return order.measures.some((measure) => measure !== 'refused')
    ? { documentNo, data: { institution_status_to_be_proposed: true } }
    : { documentNo };
}
