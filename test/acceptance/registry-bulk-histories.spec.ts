/**
 * The two doors to the registry, by histories drawn by chance: what a bulk write leaves, with small writes in between, is what
 * those small writes leave and then all its records at once. Few names, persons and documents, so that everything meets.
 */
import { poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { AppendOutcome } from '@gatekeeper/registry-store';
import { Outage } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import { emptyRegistry, registration, withdrawal } from './registry-parts';
import type { Stores } from './stores-parts';
import { annulment, at, clinician, openStores, restoration, sanction } from './stores-parts';

const SEED = Math.floor(Math.random() * 2 ** 31);
const HISTORIES = 40;
const LONGEST_MS = 20_000;

const NAMES = Array.from({ length: 22 }, (_, n) => `r${n}`);
const PERSONS = ['D1', 'D2', 'D3'] as const;
const SUBJECTS = [...PERSONS, 'H1'];
const DOCUMENTS = ['doc1', 'doc2'] as const;
const DAYS = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01'] as const;

interface History {
  readonly onFile: readonly (readonly RegistryRecord[])[];
  readonly bulk: readonly RegistryRecord[];
  /** Before which record of the bulk write each comes; beyond the last: once all are prepared. */
  readonly small: readonly { readonly before: number; readonly records: readonly RegistryRecord[] }[];
  readonly asRecorded: boolean;
}

/** The same history for the same seed (mulberry32). */
function historyOf(seed: number): History {
  let state = seed;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(chance() * count);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const left = NAMES.map((name) => ({ name, place: chance() })).sort((a, b) => a.place - b.place);
  const nameOf = (): string => (chance() < 0.03 ? undefined : left.pop()?.name) ?? oneOf(NAMES);
  const correcting = oneOf([0.15, 0.35, 0.6]);
  const byDocument = oneOf([0, 0.7]);

  const drawn = (): RegistryRecord => {
    const recordId = nameOf();
    const code = oneOf(PERSONS);
    const named = chance() < byDocument ? null : code;
    const from = below(3);
    const until = chance() < 0.3 ? null : (DAYS[from + 1 + below(3 - from)] ?? null);
    const record = oneOf<() => RegistryRecord>([
      () => sanction(recordId, oneOf(DOCUMENTS), code),
      () => restoration(recordId, oneOf(DOCUMENTS), named),
      () => annulment(recordId, oneOf(DOCUMENTS), named),
      () => withdrawal(recordId, oneOf(NAMES)),
      () => clinician(recordId, code, oneOf(['n', 'm'])),
      () => registration({ recordId, code, from: DAYS[from] ?? DAYS[0], until }),
    ])();
    const recordedAt = at(`2024-0${1 + below(9)}-01`);
    const dated = { ...record, recordedAt, knownFrom: recordedAt };
    if (dated.kind === 'withdrawal') return dated;
    return { ...dated, supersedes: chance() < correcting ? oneOf(NAMES) : null };
  };
  const some = (count: number): readonly RegistryRecord[] => Array.from({ length: count }, drawn);
  const onFile = Array.from({ length: below(4) }, () => some(1 + below(2)));
  const bulk = some(2 + below(7));
  const repeated = [
    ...(chance() < 0.1 ? bulk.slice(0, 1) : []),
    ...(chance() < 0.1 ? (onFile[0] ?? []) : []),
  ];
  const small = Array.from({ length: below(5) }, () => ({
    before: below(bulk.length + 2),
    records: some(1 + below(2)),
  }));
  return {
    onFile,
    bulk: [...bulk, ...repeated],
    small: small.sort((a, b) => a.before - b.before),
    asRecorded: chance() < 0.15,
  };
}

/** What both doors answer; which names clash is asked elsewhere, for here small writes may clash with what is not prepared. */
const answered = (outcome: AppendOutcome): unknown => {
  if (outcome.kind === 'conflict') return outcome.kind;
  return outcome.kind === 'appended' ? { ...outcome, version: null } : outcome;
};

describeWith(['postgres'], `a bulk write beside small ones, by histories of seed ${SEED}`, () => {
  let raced: Stores;
  let plain: Stores;
  beforeAll(async () => {
    const opened = await openStores('histories');
    const registry = new RegistryStore(opened.dataSource, registryCodec, { bulkPageRows: 3 });
    [raced, plain] = [{ ...opened, registry }, await openStores('histories_plain')];
  });
  afterAll(() => Promise.all([raced.close(), plain.close()]));

  async function inBulk({ onFile, bulk, small, asRecorded }: History): Promise<{
    readonly answers: readonly unknown[];
    readonly written: readonly (readonly RegistryRecord[])[];
  }> {
    const { registry } = raced;
    for (const records of onFile) await registry.append(records);
    const answers: unknown[] = [];
    const written: (readonly RegistryRecord[])[] = [];
    const write = async (isNow: (before: number) => boolean): Promise<void> => {
      for (const { before, records } of small) {
        if (!isNow(before)) continue;
        try {
          answers.push(answered(await registry.append(records)));
          written.push(records);
        } catch (error) {
          if (!(error instanceof Outage)) throw error; // a name that is being prepared
        }
      }
    };
    async function* source(): AsyncGenerator<RegistryRecord> {
      for (const [place, record] of bulk.entries()) {
        await write((before) => before === place);
        yield record;
      }
      await write((before) => before === bulk.length);
    }
    let looks = 0;
    const movedSince = async (): Promise<boolean> => {
      looks += 1;
      if (looks === 1) await write((before) => before > bulk.length);
      return false;
    };
    const compared = { version: 0, movedSince, again: () => Promise.resolve() };
    answers.push(answered(await registry.appendInBulk(source(), { asRecorded, compared })));
    return { answers, written };
  }

  async function oneAfterTheOther(
    { onFile, bulk, asRecorded }: History,
    written: readonly (readonly RegistryRecord[])[],
  ): Promise<readonly unknown[]> {
    const { registry } = plain;
    for (const records of onFile) await registry.append(records);
    const answers: unknown[] = [];
    for (const records of written) answers.push(answered(await registry.append(records)));
    answers.push(answered(await registry.append(bulk, { asRecorded })));
    return answers;
  }

  test(`${HISTORIES} of them leave what the same writes leave one after the other`, async () => {
    const began = performance.now();
    const kinds = new Set<string>();
    for (let n = 0; n < HISTORIES && performance.now() - began < LONGEST_MS; n++) {
      const history = historyOf(SEED + n);
      await Promise.all([emptyRegistry(raced), emptyRegistry(plain)]);
      const { answers, written } = await inBulk(history);
      const expected = await oneAfterTheOther(history, written);
      const named = { seed: SEED + n };
      expect({ ...named, answers, ...(await kept(raced)) }).toEqual({
        ...named,
        answers: expected,
        ...(await kept(plain)),
      });
      kinds.add(JSON.stringify(answers.at(-1)).slice(0, 20));
    }
    expect(kinds.size).toBeGreaterThan(1);
  }, 60_000);
});

/** All that the registry keeps, with the writes numbered in place of their versions and moments. */
async function kept({ dataSource, registry }: Stores): Promise<Readonly<Record<string, unknown>>> {
  const read = async (row: string, from: string): Promise<readonly string[]> => {
    const { rows } = await poolOf(dataSource).query<{ row: string }>(`
      WITH write AS (
        SELECT version, write_id, (extract(epoch FROM received_at) * 1000)::bigint AS received_ms,
               row_number() OVER (ORDER BY version) AS nth
        FROM registry_commit
      ) SELECT concat_ws(' ', ${row}) AS row FROM ${from} ORDER BY 1`);
    return rows.map((it) => it.row);
  };
  const writes = (await read('version, received_ms, nth', 'write')).map((row) => row.split(' '));
  const nthOf = new Map(writes.map(([version, , nth]) => [Number(version), nth]));
  const nthAt = new Map(writes.map(([, receivedMs, nth]) => [Number(receivedMs), `write ${nth}`]));
  const moment = (ms: number): string | number => nthAt.get(ms) ?? ms;
  const timelines = await registry.timelines(SUBJECTS);
  return {
    timelines: [...timelines].map(([subject, { version, records }]) => ({
      subject,
      version: nthOf.get(version),
      records: records.map(({ fact, recorded: { from, until } }) => [
        fact.recordId,
        moment(from),
        moment(until),
      ]),
    })),
    links: await read('subject, record_id, nth', 'registry_subject JOIN write USING (version)'),
    changes: await read('nth, subject', 'registry_change LEFT JOIN write USING (write_id)'),
    assertions: await read(
      `record_id, chain, effective, CASE WHEN isempty(recorded) THEN 'never' WHEN upper_inf(recorded) THEN 'held' ELSE 'closed' END`,
      'registry_assertion',
    ),
    records: await read('record_id, nth', 'registry_record_written LEFT JOIN write USING (write_id)'),
    bulk: await read('write_id', 'registry_bulk'),
  };
}
