/** Runs on an installation's database: begun once, worked part by part by whoever is there, and written out when all parts are done. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { ClosedPeriod, PartRowsKept } from '@gatekeeper/clearing';
import { BlockedTree, ClearingPart, hexOf, MergingRun, parsePeriod } from '@gatekeeper/clearing';
import { Views } from '@gatekeeper/adjudication';
import { epochMsOf, inSnapshot, inTransaction, inWritingSnapshot, poolOf } from '@gatekeeper/database';
import type { PartDone, PartKey } from '@gatekeeper/decision-store';
import {
  beginRun,
  chooseVisits,
  findRun,
  finishPart,
  finishRun,
  institutionsToClear,
  leavesOfRun,
  partsDone,
  takePart,
  termsOfRun,
} from '@gatekeeper/decision-store';
import { allAdoptions } from '@gatekeeper/installed-policy';
import type { Adoption } from '@gatekeeper/installed-policy';
import { Defect, pause } from '@gatekeeper/runtime';
import { leafHashOf, leafOfDecision, leafOfHold, treeHashing } from '@gatekeeper/wire';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { writtenIdentity } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { clearVisits } from './clear-visits';
import { Clearing } from './cleared-lines';
import { EarlierEditions } from './earlier-editions';
import { EarlierRuns } from './earlier-runs';
import { partResultFrom, partRowsFrom } from './part-stored';
import { RunFiles } from './run-files';
import type { AdoptedTexts, RunAsked } from './run-terms';
import { adoptedBy, runFrom, runText, termsOf, visitsOf } from './run-terms';
import type { Deciding, RunAnswer } from './settle-visit';
import type { VisitSources } from './visits-on-file';
import { inOrderOfVisits, UntouchedVisits } from './untouched-visits';
import { VisitsOnFile } from './visits-on-file';

export interface DatabaseRunParts extends VisitSources {
  readonly dataSource: DataSource;
  /** Told of each part that was done here, of whichever run. */
  readonly onLines?: (lines: LinesWorked, part: PartKey) => void;
}

/** How many lines of a part were proven untouched, and how many were decided. */
export interface LinesWorked {
  readonly untouched: number;
  readonly decided: number;
}

/** What somebody wants cleared; `knownAt` `null`: as known now. */
export type RunWanted = Pick<RunAsked, 'area' | 'areaOf' | 'period' | 'by' | 'seed' | 'full'> & {
  readonly knownAt: Instant | null;
  readonly closed: readonly ClosedPeriod[];
};

export interface RunBegun {
  readonly runId: string;
  readonly run: RunAsked;
}

export interface RunWritten {
  readonly lines: number;
  readonly unexplained: number;
  readonly digest: string;
}

export class DatabaseRuns {
  constructor(private readonly parts: DatabaseRunParts) {}

  /** Begins the run, or finds it where the same was begun before: then nothing that is done is done again. */
  async begin({ knownAt, closed, ...wanted }: RunWanted): Promise<RunBegun> {
    const { dataSource } = this.parts;
    const moment = await settledMoment(dataSource, knownAt);
    const [first, ...others] = await allAdoptions(poolOf(dataSource));
    if (first === undefined)
      throw new NoPolicy('the installation has adopted no policy yet: npm run migrate');
    const run: RunAsked = {
      ...wanted,
      knownAt: moment,
      closed: closed.filter(({ closedFrom }) => closedFrom <= moment),
      adopted: [textsOf(first), ...others.map(textsOf)],
    };
    const terms = runText(run);
    const known = await findRun(poolOf(dataSource), terms);
    if (known !== null) return { runId: known, run };
    const runId = await inTransaction(dataSource, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      const parts = [];
      for (const month of run.period.months) {
        const period = parsePeriod(month) ?? run.period;
        for (const fixmedinsCode of await institutionsToClear(client, visitsOf(run, period)))
          parts.push({ fixmedinsCode, month });
      }
      return beginRun(
        client,
        { terms, area: run.area, areaOf: run.areaOf, period: run.period.text, by: run.by, knownAt: moment },
        parts,
      );
    });
    return { runId, run };
  }

  /** Works on a part, unless it is done or another has it. @returns whether it was done here */
  async workOn(key: PartKey): Promise<boolean> {
    const { dataSource } = this.parts;
    const terms = await termsOfRun(poolOf(dataSource), key.runId);
    if (terms === null) throw new Error(`there is no run ${key.runId}`);
    // In which the part is also written.
    const worked = await inWritingSnapshot(dataSource, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      // A part's lines are sorted and joined in memory; its statements run too short to be worth compiling.
      await client.query(`SET LOCAL work_mem = '32MB'`);
      await client.query('SET LOCAL jit = off');
      if (!(await takePart(client, key))) return null;
      const { done, lines } = await this.partDone(client, runFrom(terms), key);
      await finishPart(client, key, done);
      return lines;
    });
    // Only once it is kept: a part that could not be is done again.
    if (worked !== null) this.parts.onLines?.(worked, key);
    return worked !== null;
  }

  /** Writes the files of a run whose parts are all done, and keeps what it came to. */
  async write({ runId, run }: RunBegun, folder: string): Promise<RunWritten> {
    const pool = poolOf(this.parts.dataSource);
    const files = await RunFiles.open(folder, termsOf(run));
    try {
      const merging = new MergingRun();
      let unexplained = 0;
      for await (const part of partsDone(pool, runId)) {
        merging.add(partResultFrom(part.result));
        files.addRows(partRowsFrom(gunzipSync(part.rows).toString('utf8')));
        unexplained += part.unexplained;
      }
      const merged = merging.merged();
      const digest = await files.write(merged, 0);
      const { lines, held } = merged.totals;
      const tree = await this.treeOf(runId, lines);
      await finishRun(pool, runId, { digest, lines, held, unexplained, ...tree });
      return { lines, unexplained, digest };
    } finally {
      files.close();
    }
  }

  /** Over the leaves of all parts, which nothing changes any more: closing reads its root, and hashes nothing. */
  private treeOf(
    runId: string,
    lines: number,
  ): Promise<{ readonly root: string; readonly treeBlocks: Buffer }> {
    return inSnapshot(this.parts.dataSource, async (client) => {
      const tree = new BlockedTree(treeHashing);
      for await (const { leaves } of leavesOfRun(client, runId))
        for (const { hash } of leaves) tree.append(hash);
      const {
        head: { size, root },
        blocks,
      } = tree.finish();
      if (size !== lines) throw new Defect(`run ${runId} has ${lines} lines and ${size} leaves`);
      return { root: hexOf(root), treeBlocks: Buffer.concat(blocks) };
    });
  }

  private async partDone(
    client: PoolClient,
    run: RunAsked,
    key: PartKey,
  ): Promise<{ readonly done: PartDone; readonly lines: LinesWorked }> {
    const terms = termsOf(run, key.month);
    await chooseVisits(client, visitsOf(run, terms.period), key.fixmedinsCode);
    const source = new VisitsOnFile(this.parts, client, run.knownAt, key.fixmedinsCode);
    await source.open();
    const deciding: Deciding = {
      ...{ timelineOf: source.timelineOf, views: new Views() },
      ...{ policy: terms.policy, knownAt: run.knownAt },
    };
    const adopted = run.adopted.length < 2 ? [] : adoptedBy(run);
    const editions = adopted.length < 2 ? null : new EarlierEditions(adopted, deciding);
    const rows = {
      adjustments: [] as string[],
      differences: [] as string[],
      carveOuts: [] as string[],
      ledger: [] as string[],
    };
    const leaves: Buffer[] = [];
    const keys: string[] = [];
    const figures = { untouched: 0, decided: 0 };
    let unexplained = 0;
    const keep = (line: LineIdentity, leaf: string): void => {
      keys.push(writtenIdentity(line));
      leaves.push(leafHashOf(leaf));
    };
    const proven = run.full
      ? null
      : await UntouchedVisits.choose({
          ...{ client, fixmedinsCode: key.fixmedinsCode, deciding, readSubjects: source.readSubjects },
        });
    const visits = source.visits();
    const cleared = clearVisits(
      proven === null ? visits : inOrderOfVisits(visits, proven.pages()),
      {
        clearing: new Clearing(deciding, editions, new EarlierRuns(adopted, deciding)),
        ...{ deciding, terms },
        onLine: ({ belongs, adjustments, ledger, difference, carveOut }, { line, standing }) => {
          rows.adjustments.push(...adjustments);
          rows.ledger.push(...ledger);
          if (difference !== null) {
            rows.differences.push(difference.row);
            if (difference.cause === 'unexplained') unexplained += 1;
          }
          if (carveOut !== null) rows.carveOuts.push(carveOut);
          figures.decided += 1;
          if (belongs && standing !== null) keep(line, leafOf(standing));
        },
        onUntouched: ({ belongs, adjustments }, { decision }) => {
          rows.adjustments.push(...adjustments);
          figures.untouched += 1;
          if (belongs) keep(decision.line, leafOfDecision(decision));
        },
      },
      run.period,
    );
    // One institution; none where every visit was chosen for what only a later moment shows.
    let came = new ClearingPart(terms).finish();
    for await (const institution of cleared) came = institution;
    const done = {
      result: JSON.stringify(came.result),
      rows: gzipSync(JSON.stringify({ ...rows, sample: came.sample } satisfies PartRowsKept)),
      unexplained,
      leafHashes: Buffer.concat(leaves),
      lineKeys: gzipSync(keys.map((line) => `${line}\n`).join('')),
    };
    return { done, lines: figures };
  }
}

/** What the closing of a period seals of a line: what stands on it (CONTRACT 9). */
const leafOf = (standing: RunAnswer): string =>
  standing.kind === 'held' ? leafOfHold(standing.held) : leafOfDecision(standing.decision);

const textsOf = ({ map, values, adoptedAt }: Adoption): AdoptedTexts => ({ map, values, adoptedAt });

/** Nothing decides yet. */
export class NoPolicy extends Error {}

/** Others have been writing since before the moment that is asked for. */
export class StillWriting extends Error {}

const LOOKS = 600;
const BETWEEN_LOOKS_MS = 100;

/**
 * The moment asked for, or now where that is earlier; once nobody is writing any more who may still record something as
 * known then. Every recording draws its transaction's number before it reads the clock.
 * @throws StillWriting
 */
async function settledMoment(dataSource: DataSource, asked: Instant | null): Promise<Instant> {
  const pool = poolOf(dataSource);
  const { rows } = await pool.query<{ now_ms: number }>(
    `SELECT ${epochMsOf(`date_trunc('milliseconds', clock_timestamp())`)} AS now_ms`,
  );
  const now = instantOf(rows[0]?.now_ms ?? 0);
  const moment = asked !== null && asked < now ? asked : now;
  // Whoever draws a later number than this reads a later clock than the moment.
  await pool.query('SELECT pg_sleep(0.002)');
  const drawn = await pool.query<{ number: string }>('SELECT pg_current_xact_id()::text AS number');
  const never = new AbortController().signal;
  for (let look = 0; look < LOOKS; look++) {
    const { rows: seen } = await pool.query<{ done: boolean }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS done',
      [drawn.rows[0]?.number],
    );
    if (seen[0]?.done === true) return moment;
    await pause(BETWEEN_LOOKS_MS, never);
  }
  throw new StillWriting(
    'a transaction that began before the moment asked for has been writing for a minute: end it, or try again later',
  );
}
