/** A person's file on the wire: snake_case, times with +08:00, ends exclusive, `null` where none is on file. */
import type { Day, Instant, Interval } from '@gatekeeper/calendar';
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import { particularsAnswer } from '../particulars/particulars-answer';
import { barsOf, statusShown } from '../standing/status-shown';
import type {
  DeadlineOnFile,
  PersonFile,
  RecordKnown,
  SanctionChange,
  SanctionFiled,
  SiteOnFile,
  YearOnFile,
} from './person-file';

export const momentOrNull = (instant: Instant | null): string | null =>
  instant === null || !Number.isFinite(instant) ? null : formatInstant(instant);

const dayOrNull = (day: Day | null): string | null => (day === null ? null : formatDay(day));

const fromUntil = ({ from, until }: Interval) => ({
  from: momentOrNull(from),
  until: momentOrNull(until),
});

/** The whole file. */
export const personFileAnswer = (file: PersonFile) => ({
  code: file.code,
  name: file.name,
  category: file.category,
  identity_number_masked: file.maskedIdentity,
  effective_at: formatInstant(file.effectiveAt),
  known_at: formatInstant(file.knownAt),
  sites: file.sites.map(siteAnswer),
  deregistrations: file.deregistrations.map(({ fixmedinsCode, reason, from, knownFrom }) => ({
    fixmedins_code: fixmedinsCode,
    reason,
    from: momentOrNull(from),
    known_from: formatInstant(knownFrom),
  })),
  points: file.years.map(yearAnswer),
  title_review: file.titleReview,
  sanctions: file.sanctions.map(sanctionAnswer),
  exemptions: file.exemptions.map((exemption) => ({
    exemption_no: exemption.exemptionNo,
    fixmedins_code: exemption.fixmedinsCode,
    dept_codg: exemption.departmentCode,
    ...fromUntil(exemption),
    reason: exemption.reason,
    approved_at: formatInstant(exemption.approvedAt),
    known_from: formatInstant(exemption.knownFrom),
  })),
  cases: file.cases.map(({ caseId, kind, state, fixmedinsCode, documentNo, openedAt, steps }) => ({
    case_id: caseId,
    kind,
    state,
    fixmedins_code: fixmedinsCode,
    document_no: documentNo,
    opened_at: formatInstant(openedAt),
    steps: steps.map(({ event, toState, at }) => ({ event, to_state: toState, at: formatInstant(at) })),
  })),
  deadlines: file.deadlines.map(deadlineAnswer),
  history: file.history.map(recordAnswer),
});

export const siteAnswer = ({
  fixmedinsCode,
  institutionName,
  area,
  pack,
  status,
  particulars,
  registrations,
}: SiteOnFile) => ({
  fixmedins_code: fixmedinsCode,
  institution_name: institutionName,
  admdvs: area,
  pack: pack?.name ?? null,
  edition: pack?.edition ?? null,
  ...statusShown(status),
  bars: barsOf(status),
  particulars: particulars === null ? null : particularsAnswer(particulars),
  registrations: registrations.map((registration) => ({
    record_id: registration.recordId,
    main_site: registration.mainSite,
    ...fromUntil(registration),
    committed_on: dayOrNull(registration.committedOn),
    certificate_until: momentOrNull(registration.certificateUntil),
    known_from: formatInstant(registration.knownFrom),
  })),
});

export const yearAnswer = ({ year, total, remaining, grade, decisions }: YearOnFile) => ({
  year,
  total,
  remaining,
  grade,
  decisions: decisions.map(({ decidedAt, findings, yearTotal, measure, article }) => ({
    decided_at: formatInstant(decidedAt),
    findings: findings.map((finding) => ({
      finding_id: finding.findingId,
      situation: finding.situation,
      points: finding.points,
      fixmedins_code: finding.fixmedinsCode,
      document_no: finding.documentNo,
    })),
    year_total: yearTotal,
    outcome: measure.outcome,
    article,
  })),
});

export const sanctionAnswer = (sanction: SanctionFiled) => ({
  document_no: sanction.documentNo,
  status: sanction.status,
  scope: sanction.scope,
  cause: sanction.cause,
  fixmedins_code: sanction.fixmedinsCode,
  points: sanction.points,
  state: sanction.state,
  written: fromUntil(sanction.written),
  running: sanction.running === null ? null : fromUntil(sanction.running),
  restored_from: momentOrNull(sanction.restoredFrom),
  decided_at: formatInstant(sanction.decidedAt),
  issued_at: momentOrNull(sanction.issuedAt),
  delivered_at: momentOrNull(sanction.deliveredAt),
  maintained_at: momentOrNull(sanction.maintainedAt),
  known_from: formatInstant(sanction.knownFrom),
  changes: sanction.changes.map(changeAnswer),
});

function changeAnswer(change: SanctionChange) {
  const known = { kind: change.kind, known_from: formatInstant(change.knownFrom) };
  switch (change.kind) {
    case 'restoration':
      return {
        ...known,
        decided_at: formatInstant(change.approvedAt),
        from: momentOrNull(change.effectiveFrom),
      };
    case 'revision':
      return { ...known, decided_at: formatInstant(change.approvedAt), until: momentOrNull(change.until) };
    case 'annulment':
      return { ...known, decided_at: formatInstant(change.decidedAt) };
  }
}

export const deadlineAnswer = ({ name, text, of, dueOn, state }: DeadlineOnFile) => ({
  name,
  text_zh: text.zh,
  text_en: text.en,
  of,
  due_on: dayOrNull(dueOn),
  state,
});

const recordAnswer = ({ record, held }: RecordKnown) => ({
  known_from: formatInstant(held.from),
  known_until: momentOrNull(held.until),
  record: JSON.parse(encodeRegistryRecord(record)) as object,
});
