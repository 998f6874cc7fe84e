/** Reads runs of clearing as they are on file (`clearing_run`, `clearing_part`), and whether a period was closed for good on one. */
import { gunzipSync } from 'node:zlib';
import type { FrameData, InstitutionResults, LedgerLine } from '@gatekeeper/clearing';
import { mergeParts } from '@gatekeeper/clearing';
import type { PartResult } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { readByCursor } from '@gatekeeper/database';
import { StoredFields } from '@gatekeeper/decision-store';
import { fenOf } from '@gatekeeper/wire';
import type { FramesOfRun, NoResults, ResultsOfRun, RunResults } from './run-results';

const RUN_NUMBER = /^[1-9][0-9]{0,17}$/;
const PARTS_AT_ONCE = 200;

interface RunRow {
  area: string;
  period: string;
  done: boolean;
  closed: boolean;
}

interface PartRow {
  fixmedins_code: string;
  result: string;
  rows: Buffer;
}

export class StoredRunResults implements RunResults {
  async read(client: Queryable, runId: string): Promise<ResultsOfRun | NoResults> {
    const run = await runOf(client, runId);
    if (run === null) return 'unknown';
    if (!run.done) return 'unfinished';
    if (!run.closed) return 'not_closing';
    const institutions: (InstitutionResults & { readonly fixmedinsCode: string })[] = [];
    let parts: readonly PartRow[] = [];
    const finish = (): void => {
      const [first] = parts;
      if (first !== undefined)
        institutions.push({ fixmedinsCode: first.fixmedins_code, ...resultsOf(first.fixmedins_code, parts) });
    };
    for await (const part of partsOf(client, runId)) {
      if (parts[0]?.fixmedins_code !== part.fixmedins_code) {
        finish();
        parts = [];
      }
      parts = [...parts, part];
    }
    finish();
    return { runId, area: run.area, period: run.period, institutions };
  }

  async frames(client: Queryable, runId: string): Promise<FramesOfRun | NoResults> {
    const run = await runOf(client, runId);
    if (run === null) return 'unknown';
    if (!run.done) return 'unfinished';
    const frames: FrameData[] = [];
    for await (const { result } of partsOf(client, runId)) frames.push(...partFrom(result).frames);
    return { runId, area: run.area, period: run.period, frames };
  }
}

async function runOf(client: Queryable, runId: string): Promise<RunRow | null> {
  if (!RUN_NUMBER.test(runId)) return null;
  const { rows } = await client.query<RunRow>(
    `SELECT area, period, done, EXISTS (
       SELECT FROM closed_period c WHERE c.run_id = r.run_id AND c.kind = 'hard'
         AND NOT EXISTS (SELECT FROM closed_period later WHERE later.replaces = c.closing_id)) AS closed
     FROM clearing_run r WHERE run_id = $1`,
    [runId],
  );
  return rows[0] ?? null;
}

/** In the order of institution and month. */
async function* partsOf(client: Queryable, runId: string): AsyncGenerator<PartRow> {
  const pages = readByCursor<PartRow>(
    client,
    'parts_of_run',
    `SELECT fixmedins_code, result, rows FROM clearing_part WHERE run_id = $1 AND done_at IS NOT NULL
     ORDER BY fixmedins_code COLLATE "C", month`,
    [runId],
    PARTS_AT_ONCE,
  );
  for await (const page of pages) yield* page;
}

/** What one institution's months come to together: damages follow its heaviest measure of the whole period. */
function resultsOf(fixmedinsCode: string, parts: readonly PartRow[]): InstitutionResults {
  const { totals, damages } = mergeParts(parts.map(({ result }) => partFrom(result)));
  return {
    recover: totals.recover,
    damages: damages.get(fixmedinsCode) ?? 0n,
    lines: parts.flatMap(({ rows }) => ledgerLinesIn(rows)),
  };
}

/** A part that was done before a run kept what it says of other books has its corrections alone. */
function ledgerLinesIn(rows: Buffer): readonly LedgerLine[] {
  const part = new StoredFields(JSON.parse(gunzipSync(rows).toString('utf8')), 'rows of a part');
  if (part.names().includes('ledger')) return part.texts('ledger').map((row) => ledgerLineFrom(row, true));
  return part.texts('adjustments').map((row) => ledgerLineFrom(row, false));
}

function ledgerLineFrom(row: string, isLedgerRow: boolean): LedgerLine {
  const fields = new StoredFields(JSON.parse(row), 'row of corrections');
  const line = fields.object('line');
  return {
    kind: isLedgerRow ? fields.oneOf('kind', ['correction', 'reversal']) : 'correction',
    line: {
      fixmedinsCode: line.text('fixmedins_code'),
      visitId: line.text('mdtrt_id'),
      chargeBatch: line.text('chrg_bchno'),
      lineNo: line.text('feedetl_sn'),
    },
    area: isLedgerRow ? fields.text('area') : null,
    period: fields.text('period'),
    refused: fenOf(fields.text('refused')),
    recover: fenOf(fields.text('recover')),
  };
}

/** @throws a defect where the database holds what this version does not write */
function partFrom(text: string): PartResult {
  const part: unknown = JSON.parse(text);
  demandPart(part);
  return part;
}

function demandPart(json: unknown): asserts json is PartResult {
  const part = new StoredFields(json, 'part of a run');
  for (const sums of ['totals', 'adjustments']) part.object(sums).text('recover');
  for (const list of ['damages', 'frames', 'institutions', 'packs']) part.list(list);
}
