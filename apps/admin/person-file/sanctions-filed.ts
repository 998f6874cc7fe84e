/** A person's sanctions with their chain of dates, each with where it stands and what was decided on it since. */
import type { Instant } from '@gatekeeper/calendar';
import { covers, overlaps } from '@gatekeeper/calendar';
import type { SanctionOnFile } from '@gatekeeper/policy';
import type { RegistryRecord, SanctionRecord, SanctionReference } from '@gatekeeper/vocabulary';
import { isSanctionReference } from '@gatekeeper/vocabulary';
import type { SanctionChange, SanctionFiled, SanctionState } from './person-file';

/**
 * @param records what of the person was held, in the order in which it became known
 * @param resolved the same sanctions as adjudication sees them
 * @param restoresAlone whether the text that governs a site restores by itself once the period is over
 */
export function sanctionsFiled(
  records: readonly RegistryRecord[],
  resolved: readonly SanctionOnFile[],
  at: Instant,
  restoresAlone: (fixmedinsCode: string) => boolean,
): readonly SanctionFiled[] {
  const references = records.filter(isSanctionReference);
  return records
    .filter((record): record is SanctionRecord => record.kind === 'sanction')
    .map((sanction) => {
      const own = references.filter((reference) => names(reference, sanction));
      const act = resolved.filter((candidate) => isSameAct(candidate, sanction));
      const onFile = act.find(({ running }) => overlaps(running, sanction)) ?? act[0] ?? null;
      return filed(sanction, own, onFile, stateOf(own, onFile, at, restoresAlone(sanction.fixmedinsCode)));
    });
}

const names = ({ documentNo, code }: SanctionReference, sanction: SanctionRecord): boolean =>
  documentNo === sanction.documentNo && (code === null || code === sanction.code);

const isSameAct = (a: SanctionOnFile, b: SanctionRecord): boolean =>
  a.documentNo === b.documentNo &&
  a.status === b.status &&
  a.scope === b.scope &&
  a.cause === b.cause &&
  a.fixmedinsCode === b.fixmedinsCode;

function stateOf(
  own: readonly SanctionReference[],
  onFile: SanctionOnFile | null,
  at: Instant,
  restoresAlone: boolean,
): SanctionState {
  if (own.some(({ kind }) => kind === 'annulment')) return 'annulled';
  if (onFile === null) return 'over';
  if (covers(onFile.running, at)) return 'running';
  if (at < onFile.running.from) return 'to_come';
  return !restoresAlone && covers(onFile.served, at) ? 'not_restored' : 'over';
}

const filed = (
  sanction: SanctionRecord,
  own: readonly SanctionReference[],
  onFile: SanctionOnFile | null,
  state: SanctionState,
): SanctionFiled => ({
  documentNo: sanction.documentNo,
  status: sanction.status,
  scope: sanction.scope,
  cause: sanction.cause,
  fixmedinsCode: sanction.fixmedinsCode,
  points: sanction.points,
  decidedAt: sanction.decidedAt,
  issuedAt: sanction.issuedAt,
  deliveredAt: sanction.deliveredAt,
  maintainedAt: sanction.maintainedAt,
  knownFrom: sanction.knownFrom,
  written: { from: sanction.from, until: sanction.until },
  running: onFile?.running ?? null,
  restoredFrom: onFile?.restoredFrom ?? null,
  state,
  changes: own.map(changeOf),
});

function changeOf(reference: SanctionReference): SanctionChange {
  const { knownFrom } = reference;
  switch (reference.kind) {
    case 'restoration':
      return {
        kind: reference.kind,
        effectiveFrom: reference.effectiveFrom,
        approvedAt: reference.approvedAt,
        knownFrom,
      };
    case 'revision':
      return { kind: reference.kind, until: reference.until, approvedAt: reference.approvedAt, knownFrom };
    case 'annulment':
      return { kind: reference.kind, decidedAt: reference.decidedAt, knownFrom };
  }
}
