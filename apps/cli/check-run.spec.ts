/** A file that is looked through first comes to what settling its rows one after another comes to. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryTimelines } from '@gatekeeper/adjudication';
import { instantOf } from '@gatekeeper/calendar';
import { everyoneIn, FileSettlement, LineIndex } from '@gatekeeper/offline';
import {
  decisionMessage,
  holdMessage,
  isMalformed,
  parseLineRow,
  parsePaymentRow,
  parseRegistryRow,
} from '@gatekeeper/wire';
import type { Malformed } from '@gatekeeper/wire';
import { lineRow, REGISTRY } from '../../test/gatekeeper/rows';
import { visitsAtRandom } from '../../test/gatekeeper/visits-at-random';
import { CheckRun } from './check-run';
import { policyAsked } from './policy-options';

const KNOWN_AT = instantOf(Date.parse('2025-08-01T00:00:00+08:00'));

function wellFormed<Read>(read: Read | Malformed): Read {
  if (isMalformed(read)) throw new Error(JSON.stringify(read.problems));
  return read;
}
const RECORDS = REGISTRY.split('\n').map((row) => wellFormed(parseRegistryRow(Buffer.from(row))));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'check-run-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string): string => join(folder, name);

interface Told {
  readonly decisions: readonly unknown[];
  readonly holds: readonly unknown[];
  readonly setAside: readonly number[];
}

/** All but the moment of deciding. */
const undated = (decision: object): unknown => ({ ...decision, decided_at: null });

async function oneAfterAnother(rows: readonly string[], notices: readonly string[]): Promise<Told> {
  const index = new LineIndex();
  try {
    for (const row of notices) {
      const { notice, receivedAt } = wellFormed(parsePaymentRow(Buffer.from(row)));
      index.addNotice(notice, receivedAt);
    }
    const settlement = new FileSettlement(
      index,
      everyoneIn(registryTimelines(RECORDS)),
      policyAsked({}).policy,
    );
    const decisions: unknown[] = [];
    const setAside: number[] = [];
    const settleRow = (row: string, n: number): void => {
      const read = parseLineRow(Buffer.from(row));
      if (isMalformed(read)) {
        setAside.push(n + 1);
        return;
      }
      const { own, refunds } = settlement.settle(read.message, {
        askedAt: () => KNOWN_AT,
        decidedAt: KNOWN_AT,
      });
      for (const { settled } of [...own, ...refunds])
        if (settled.decision !== null) decisions.push(undated(decisionMessage(settled.decision)));
    };
    index.inTransaction(() => rows.forEach(settleRow));
    return { decisions, holds: [...index.heldLines()].map((held) => holdMessage(held)), setAside };
  } finally {
    await index.close();
  }
}

const rowsOf = (name: string): readonly Record<string, unknown>[] =>
  readFileSync(inFolder(name), 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const row: Record<string, unknown> = JSON.parse(text);
      return row;
    });

async function checked(
  rows: readonly string[],
  notices: readonly string[],
  sliceBytes: number,
): Promise<Told & { readonly summary: string }> {
  writeFileSync(inFolder('lines.ndjson'), rows.join('\n'));
  writeFileSync(inFolder('payments.ndjson'), notices.join('\n'));
  const files = {
    ...{ lines: inFolder('lines.ndjson'), out: inFolder('decisions.ndjson') },
    ...{ holds: inFolder('holds.ndjson'), setAside: inFolder('set-aside.ndjson') },
  };
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const run = new CheckRun({ records: RECORDS, policy: {}, knownAt: KNOWN_AT }, files, 0, sliceBytes);
  try {
    await run.readPayments(inFolder('payments.ndjson'));
    await run.readAll();
  } finally {
    await run.close();
    stderr.mockRestore();
  }
  return {
    decisions: rowsOf('decisions.ndjson').map(undated),
    holds: rowsOf('holds.ndjson'),
    setAside: rowsOf('set-aside.ndjson').map(({ row }) => Number(row)),
    summary: run.summary.print(),
  };
}

/** Rows of visits at random lie scattered among lines of which nothing else is said, and rows that cannot be read. */
function scattered(seed: number): { readonly rows: readonly string[]; readonly notices: readonly string[] } {
  const visits = visitsAtRandom(25, seed);
  const left = visits.map(({ rows }) => [...rows]);
  const rows: string[] = [];
  let turn = seed;
  while (left.some((some) => some.length > 0)) {
    turn = (turn * 48_271) % 2_147_483_647;
    const next = left[turn % left.length]?.shift();
    if (next !== undefined) rows.push(next);
    if (turn % 3 === 0)
      rows.push(lineRow({ mdtrt_id: `ALONE-${rows.length}`, er_flag: turn % 2 === 0 ? '1' : '0' }));
    if (turn % 50 === 0) rows.push(lineRow({ mdtrt_id: '', cnt: 'many' }));
  }
  return { rows, notices: visits.flatMap(({ notices }) => notices) };
}

describe('25 visits at random among lines that stand alone', () => {
  it.each([
    ['small slices', 1, 2_000],
    ['slices of two rows', 2, 700],
    ['slices of a row', 4, 300],
    ['one slice', 3, 1_000_000],
  ])(
    '%s: the same decisions in the same order, the same holds, the same rows set aside',
    async (_, seed, bytes) => {
      const { rows, notices } = scattered(seed);
      const expected = await oneAfterAnother(rows, notices);
      const { summary, ...told } = await checked(rows, notices, bytes);
      expect(told).toEqual(expected);
      expect(told.holds.length).toBeGreaterThan(2);
      expect(summary).toContain(`${rows.length} of ${rows.length} rows accounted for`);
    },
  );
});
