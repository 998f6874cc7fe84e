/** CONTRACT 9: clearing settles visit by visit in memory what `check` settles along a file, and comes to the same. */
import { registryTimelines } from '@gatekeeper/adjudication';
import { instantOf } from '@gatekeeper/calendar';
import { everyoneIn, FileSettlement, LineIndex, VisitIndex, VisitsOnFile } from '@gatekeeper/offline';
import type { LinesOnFile } from '@gatekeeper/offline';
import { bindPolicy, DEFAULT_AREA_MAP, loadPacks, PACKS } from '@gatekeeper/policy';
import { compareBytes } from '@gatekeeper/vocabulary';
import type { HeldLine } from '@gatekeeper/vocabulary';
import { isMalformed, parseLineRow, parsePaymentRow, parseRegistryRow } from '@gatekeeper/wire';
import type { Malformed } from '@gatekeeper/wire';
import { REGISTRY } from '../gatekeeper/rows';
import { visitsAtRandom } from '../gatekeeper/visits-at-random';
import type { Visit } from '../gatekeeper/visits-at-random';

const KNOWN_AT = instantOf(Date.parse('2025-08-01T00:00:00+08:00'));
const POLICY = bindPolicy(DEFAULT_AREA_MAP, loadPacks(PACKS, (_, { number }) => number).packs);

function wellFormed<Read>(read: Read | Malformed): Read {
  if (isMalformed(read)) throw new Error(JSON.stringify(read.problems));
  return read;
}
const bytesOf = (row: string): Buffer => Buffer.from(row);
const TIMELINES = registryTimelines(
  REGISTRY.split('\n').map((row) => wellFormed(parseRegistryRow(bytesOf(row)))),
);

/** The rows of all visits, in turns. */
function inTurns(visits: readonly Visit[]): Visit {
  const longest = Math.max(...visits.map(({ rows }) => rows.length));
  const rows = Array.from({ length: longest }, (_, n) => visits.flatMap((visit) => visit.rows[n] ?? []));
  return { rows: rows.flat(), notices: visits.flatMap(({ notices }) => notices) };
}

/** Everything that is said along the way. */
function told(index: LinesOnFile, visit: Visit): readonly unknown[] {
  for (const row of visit.notices) {
    const { notice, receivedAt } = wellFormed(parsePaymentRow(bytesOf(row)));
    index.addNotice(notice, receivedAt);
  }
  const settlement = new FileSettlement(index, everyoneIn(TIMELINES), POLICY);
  const asking = { askedAt: () => KNOWN_AT, decidedAt: KNOWN_AT };
  return visit.rows.map((row) => {
    const { own, refunds } = settlement.settle(wellFormed(parseLineRow(bytesOf(row))).message, asking);
    return [...own, ...refunds].map(({ settled: { decision, held, release } }) => ({
      ...{ decision, held, release },
    }));
  });
}

describe('lines on file of 150 visits at random', () => {
  it('come to the same in memory, visit by visit, as on disk', async () => {
    const onDisk = new LineIndex();
    const held: HeldLine[] = [];
    try {
      for (const visit of visitsAtRandom(150, 20_250_701)) {
        const inMemory = new VisitIndex();
        expect(told(inMemory, visit)).toEqual(told(onDisk, visit));
        held.push(...inMemory.heldLines());
      }
      expect(held.length).toBeGreaterThan(20);
      const inOrder = held.toSorted((one, other) => compareBytes(one.line.visitId, other.line.visitId));
      expect(inOrder).toEqual([...onDisk.heldLines()]);
    } finally {
      await onDisk.close();
    }
  });

  it.each([
    ['with few in memory', 40, 1_000],
    ['with few in memory, and most visits too large for it', 40, 4],
    ['with all in memory', 1_000_000, 1_000_000],
  ])('come to the same in turns, %s, as on disk', async (_, most, mostOfAVisit) => {
    const all = inTurns(visitsAtRandom(150, 20_250_702));
    const onDisk = new LineIndex();
    const onFile = new VisitsOnFile(most, mostOfAVisit);
    try {
      onFile.inTransaction(() =>
        onDisk.inTransaction(() => expect(told(onFile, all)).toEqual(told(onDisk, all))),
      );
      const held = [...onFile.heldLines()];
      expect(held.length).toBeGreaterThan(20);
      expect(held).toEqual([...onDisk.heldLines()]);
    } finally {
      await onDisk.close();
      await onFile.close();
    }
  });
});
