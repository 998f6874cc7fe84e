/** What a decision notes besides bars and what lifts them, each note cited by the leading pack's article. */
import { covers, neverWas } from '@gatekeeper/calendar';
import type { Case, CheckedPerson, LoadedEdition, Parameters } from '@gatekeeper/policy';
import type { NoteCode, Reason, SettlementLine } from '@gatekeeper/vocabulary';

/** One note of the leading pack and, where it applies, that the text was not in force. */
export function noted(
  leading: LoadedEdition,
  code: NoteCode,
  evidence: readonly string[],
  line: SettlementLine,
): readonly Reason[] {
  return [...noteOf(leading, code, evidence), ...outsideNote(leading, line)];
}

/** That the text was not in force on the day of the fee, and the area map chose it all the same. */
export function outsideNote(leading: LoadedEdition, { feeOccurredAt }: SettlementLine): readonly Reason[] {
  return covers(leading.inForce, feeOccurredAt)
    ? []
    : noteOf(leading, 'OUTSIDE_PACK_IN_FORCE', [`pack status ${leading.pack.status}`]);
}

function noteOf(leading: LoadedEdition, code: NoteCode, evidence: readonly string[]): readonly Reason[] {
  const article = leading.notes.get(code);
  return article === undefined
    ? []
    : [{ code, effect: 'notes', role: null, article: article.article, evidence }];
}

/** The stay crosses a status change and this fee arose before it (guangdong-2025 art. 38 para. 2). */
export function stayNote(
  { line, knownAt, checked }: Case,
  leading: LoadedEdition,
  { notesStayAcrossChange }: Parameters,
): readonly Reason[] {
  const { admittedAt, feeOccurredAt, settledAt, transaction } = line;
  if (!notesStayAcrossChange || transaction !== '2301' || admittedAt === null || admittedAt > feeOccurredAt)
    return [];
  const settledBy = settledAt ?? knownAt;
  const crossed = checked
    .filter(({ role }) => role === 'ordering')
    .flatMap(({ sanctions }) => sanctions)
    .filter(({ running }) => !neverWas(running) && feeOccurredAt < running.from && settledBy >= running.from);
  return crossed.length === 0
    ? []
    : noteOf(
        leading,
        'INPATIENT_BEFORE_STATUS_CHANGE',
        crossed.flatMap(({ evidence }) => evidence.slice(0, 2)),
      );
}

/** What good standing rests on: each person's place at the site, and the restorations without which a served period would bar. */
export function standingEvidence({ line, checked }: Case, { restoration }: Parameters): readonly string[] {
  const [only] = checked;
  if (checked.length === 1 && only !== undefined && only.sanctions.length === 0)
    return only.site?.evidence ?? [];
  return checked.flatMap((person: CheckedPerson) => [
    ...(person.site?.evidence ?? []),
    ...(restoration === 'automatic'
      ? []
      : person.sanctions
          .filter(({ restoredFrom }) => restoredFrom !== null && restoredFrom <= line.feeOccurredAt)
          .flatMap(({ evidence, restorationEvidence }) => [
            ...evidence.slice(0, 1),
            ...restorationEvidence.slice(-1),
          ])),
  ]);
}
