/**
 * Restores by itself whoever has served a suspension under a text that says so (hainan-2022 art. 22). It looks under the lock
 * that every registry write takes, so that however often and wherever it runs, nobody is restored twice.
 */
import { PersonView } from '@gatekeeper/adjudication';
import { formatInstant, OPEN_END } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import { poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { SanctionOnFile } from '@gatekeeper/policy';
import { areaOfInstitution } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import { knownNow } from '@gatekeeper/vocabulary';
import type { RestorationRecord } from '@gatekeeper/vocabulary';
import { appendAudit } from '../audit/audit-log';
import { SYSTEM_ACTOR } from '../cases/case-file';
import type { AdminParts } from '../parts';

type Parts = Pick<AdminParts, 'dataSource' | 'registry' | 'policy' | 'clock'>;

const PAGE = 500;

/** Restores everyone whose time is served. @returns the restorations written, by document and code. */
export async function restoreServed(parts: Parts): Promise<readonly RestorationRecord[]> {
  const written: RestorationRecord[] = [];
  for (let after = ''; ;) {
    const codes = await sanctionedAfter(poolOf(parts.dataSource), after);
    const last = codes.at(-1);
    if (last === undefined) return written;
    written.push(...(await restoreAmong(parts, codes)));
    after = last;
  }
}

/** Codes with a sanction on file, in their order. */
async function sanctionedAfter(client: Queryable, after: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT DISTINCT code FROM registry_record
     WHERE kind = 'sanction' AND code IS NOT NULL AND code > $1 ORDER BY code LIMIT ${PAGE}`,
    [after],
  );
  return rows.map(({ code }) => code);
}

async function restoreAmong(parts: Parts, codes: readonly string[]): Promise<readonly RestorationRecord[]> {
  const due = await dueAmong(parts, poolOf(parts.dataSource), codes);
  if (due.length === 0) return [];
  const written: RestorationRecord[] = [];
  const outcome = await parts.registry.append(
    async (client) => {
      // Behind the writers' lock once more: someone may have restored one of them since.
      written.push(...(await dueAmong(parts, client, codes)));
      return written;
    },
    {
      alongside: async (client) => {
        for (const { documentNo, code, effectiveFrom, approvedAt } of written)
          await appendAudit(client, {
            at: approvedAt,
            actor: SYSTEM_ACTOR,
            action: 'restoration.served',
            subject: code ?? documentNo,
            details: { document_no: documentNo, effective_from: formatInstant(effectiveFrom) },
          });
      },
    },
  );
  if (outcome.kind !== 'appended') throw new Defect(`restorations were not taken: ${outcome.kind}`);
  return written;
}

async function dueAmong(
  parts: Parts,
  client: Queryable,
  codes: readonly string[],
): Promise<readonly RestorationRecord[]> {
  const now = parts.clock.now();
  const timelines = await parts.registry.timelines(codes, client);
  const due: RestorationRecord[] = [];
  for (const [code, timeline] of timelines) {
    for (const sanction of new PersonView(timeline, knownNow(now, [timeline])).sanctions) {
      if (isServed(sanction, now) && (await restoresByItself(parts, client, sanction, now)))
        due.push(restorationOf(code, sanction, now));
    }
  }
  return due;
}

const isServed = ({ status, running, restoredFrom }: SanctionOnFile, now: Instant): boolean =>
  status === 'suspended' && restoredFrom === null && running.until !== OPEN_END && running.until <= now;

/** By the text of the area where it happened. */
async function restoresByItself(
  { policy }: Parts,
  client: Queryable,
  { fixmedinsCode }: SanctionOnFile,
  now: Instant,
): Promise<boolean> {
  const area = await areaOfInstitution(client, fixmedinsCode);
  return governingText(policy.policy, area, now)?.parameters.restore === 'auto';
}

const restorationOf = (
  code: string,
  { documentNo, running }: SanctionOnFile,
  now: Instant,
): RestorationRecord => ({
  recordId: `served:${documentNo}:${code}:${running.until}`,
  recordedAt: now,
  receivedAt: null,
  knownFrom: now,
  supersedes: null,
  kind: 'restoration',
  documentNo,
  code,
  effectiveFrom: running.until,
  approvedAt: now,
});
