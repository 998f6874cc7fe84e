/** Measures of points under guangdong-2025, from the finding to the delivered notice, for the suites of what comes after them. */
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';

export const SANCTION = 'sanction-cases';
/** Of the band of 10 to 12, of 4 to 6, of 1 to 3 points. */
export const SITUATIONS = { heavy: 'N23-10-12-1', middle: 'N23-4-6-1', light: 'N23-1-3-1' } as const;

export interface Handling {
  readonly scorer: Somebody;
  readonly reviewer: Somebody;
  readonly office: Somebody;
}

export interface Finding {
  readonly fixmedinsCode: string;
  readonly code: string;
  readonly points: number;
  readonly situation: keyof typeof SITUATIONS;
  /** The day of the decision. */
  readonly decidedOn: string;
}

/** A case with its findings scored. */
export async function scored(
  process: Process,
  { scorer }: Handling,
  { fixmedinsCode, code, points, situation, decidedOn }: Finding,
): Promise<CaseTold> {
  const found = await process.open(SANCTION, scorer, {
    fixmedins_code: fixmedinsCode,
    clinician_code: code,
    occasion: 'penalty',
    occasion_on: decidedOn,
    decided_at: `${decidedOn} 09:00:00`,
    violation: '串换药品',
    findings: [{ situation: SITUATIONS[situation], points }],
  });
  return process.step(SANCTION, found, 'score', scorer);
}

/** A case whose measure for points was approved: `inform` without days, else suspended for them. */
export async function approved(
  process: Process,
  by: Handling,
  finding: Finding,
  days: { readonly from: string; readonly last_day: string } | 'inform',
): Promise<CaseTold> {
  const file = await scored(process, by, finding);
  const measure = days === 'inform' ? { measure: 'inform' } : { measure: 'suspended', ...days };
  const proposed = await process.step(SANCTION, file, 'propose', by.scorer, {
    ...measure,
    cause: 'points',
    scope: 'person',
  });
  return process.step(SANCTION, proposed, 'approve', by.reviewer);
}

/** The case with its notice issued and delivered on a day. */
export async function delivered(
  process: Process,
  by: Handling,
  file: CaseTold,
  day: string,
): Promise<CaseTold> {
  const issued = await process.step(SANCTION, file, 'issue', by.scorer, {
    issued_on: day,
    delivery_form: 'platform',
  });
  return process.step(SANCTION, issued, 'deliver', by.office, { delivered_on: day });
}
