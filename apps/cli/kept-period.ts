/** `gatekeeper detach | attach | ask` and `verify --from`: sealed periods kept as Parquet (CONTRACT 9). */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf } from '@gatekeeper/clearing';
import { poolOf } from '@gatekeeper/database';
import { decisionOfRow, heldLineOfRow, RowsDiffer, sealsOf } from '@gatekeeper/decision-store';
import type { Closing } from '@gatekeeper/decision-store';
import { RowWriter } from '@gatekeeper/offline';
import {
  askPeriod,
  attachPeriod,
  detachPeriod,
  flawsOfPeriod,
  manifestIn,
  SEAL,
  writePeriod,
} from '@gatekeeper/sealed-period';
import type { SealedFolder } from '@gatekeeper/sealed-period';
import { decisionMessage, holdMessage, leafHashOf, leafOfDecision, leafOfHold } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { AnswerIsNo, UsageError } from './ending';
import { RowsShown } from './progress';
import { readSeal, textOf } from './seal-files';
import { areaFrom, periodFrom } from './period-options';
import { closedOrNo } from './seal-period';
import type { PeriodOptions } from './seal-period';
import { signatureChecked } from './verify-seal';

export interface DetachOptions extends PeriodOptions {
  readonly out: string;
  readonly key: string;
  readonly by?: string;
  readonly reason?: string;
  readonly keep?: true;
}

export interface AttachOptions {
  readonly from: string;
  readonly key: string;
  readonly by: string;
}

export interface AskOptions {
  readonly from: string;
  readonly line: string;
}

/** @throws AnswerIsNo: not sealed, or the folder is not what was sealed; UsageError */
export async function detach(options: DetachOptions): Promise<void> {
  areaFrom(options.area);
  periodFrom(options.period);
  if (options.keep !== true && (options.by === undefined || options.reason === undefined))
    throw new UsageError('--by and --reason say who takes a period out of the live tables, and why');
  await onDatabase(databaseOrUsageError(), 'gatekeeper detach', (dataSource) =>
    detachOn(dataSource, options, tell),
  );
}

/** The same on a database that is open. @param say told what came of it, in a sentence. @throws AnswerIsNo */
export async function detachOn(
  dataSource: DataSource,
  { area, period, out, key, by, reason, keep }: DetachOptions,
  say: Say,
): Promise<void> {
  const closing = await closedOrNo(dataSource, { area, period });
  const seal = await sealOnFile(dataSource, closing);
  if (!holdsSomething(out)) {
    const shown = new RowsShown('writing');
    await writePeriod(dataSource, out, { closing, seal, onRows: (rows) => shown.advance(rows) });
    shown.stop();
  }
  const folder = await verified(out, key);
  demandSameSeal(out, seal);
  say(`${folder.manifest.lines} lines of ${area}/${period} are kept in ${out}, verified`);
  if (keep === true || by === undefined || reason === undefined) return;
  const shown = new RowsShown('detaching');
  const { detached, stay } = await differingNamed(() =>
    detachPeriod(dataSource, out, folder, {
      closing,
      by,
      reason,
      onLines: (lines) => shown.advance(lines),
    }),
  );
  shown.stop();
  say(
    `${detached} lines detached, ${stay} stay: of visits that other periods share, or of which something is under way`,
  );
}

/** @throws AnswerIsNo: the folder is not what was sealed, or not what was detached; UsageError */
export async function attach(options: AttachOptions): Promise<void> {
  await onDatabase(databaseOrUsageError(), 'gatekeeper attach', (dataSource) =>
    attachOn(dataSource, options, tell),
  );
}

/** The same on a database that is open. @param say told what came of it, in a sentence. @throws AnswerIsNo */
export async function attachOn(
  dataSource: DataSource,
  { from, key, by }: AttachOptions,
  say: Say,
): Promise<void> {
  const folder = await verified(from, key);
  const shown = new RowsShown('attaching');
  const rows = await differingNamed(() =>
    attachPeriod(dataSource, from, folder, { by, onLines: (lines) => shown.advance(lines) }),
  );
  shown.stop();
  say(`${rows} rows of lines of ${folder.manifest.origin} attached`);
}

type Say = (words: string) => void;
const tell: Say = (words) => void process.stderr.write(`${words}\n`);

/** @throws AnswerIsNo: the period has no such line; UsageError */
export async function ask({ from, line }: AskOptions): Promise<void> {
  const { manifest } = manifestIn(from);
  const [institution, visit, batch, number, ...more] = line.split('|');
  if (institution === undefined || visit === undefined || batch === undefined || number === undefined)
    throw new UsageError(`--line takes fixmedins_code|mdtrt_id|chrg_bchno|feedetl_sn, not "${line}"`);
  const found = more.length > 0 ? null : await askPeriod(from, [institution, visit, batch, number]);
  if (found === null) throw new AnswerIsNo(`${manifest.origin} has no line ${line}`);
  const decisions = found.decisions.map((row) => decisionOfRow(row));
  const holds = found.holds.map((row) => heldLineOfRow(row));
  const leaf = found.line['leaf'];
  const decided = decisions.find((each) => hexOf(leafHashOf(leafOfDecision(each))) === leaf);
  const held = holds.find((each) => hexOf(leafHashOf(leafOfHold(each))) === leaf);
  const sealed =
    decided !== undefined ? decisionMessage(decided) : held !== undefined ? holdMessage(held) : null;
  const told = {
    ...{ line, period: manifest.origin, index: found.position, sealed },
    decisions: decisions.map((each) => decisionMessage(each)),
    holds: holds.map((each) => holdMessage(each)),
    contents: found.contents.map((row) => ({
      revision: Number(row['revision']),
      content: JSON.parse(row['content'] ?? 'null') as unknown,
    })),
  };
  const out = RowWriter.open('-');
  out.write(JSON.stringify(told));
  await out.close();
  if (sealed === null) throw new AnswerIsNo(`nothing that is kept of ${line} is what was sealed`);
}

/** @param key `null`: the signature is not checked. @throws AnswerIsNo with what does not hold; UsageError */
export async function verifyFolder(from: string, key: string | null): Promise<void> {
  const folder = manifestIn(from);
  const seal = readSeal(join(from, SEAL));
  const signature = signatureChecked(seal, { seal: join(from, SEAL), key: key ?? undefined });
  const out = RowWriter.open('-');
  const shown = new RowsShown('verifying');
  let flaws = 0;
  for await (const flaw of flawsOfPeriod(from, folder, seal.seal, (lines) => shown.advance(lines))) {
    out.write(flaw);
    flaws += 1;
    await out.drain();
  }
  shown.stop();
  if (flaws === 0)
    out.write(`${seal.seal.origin}: ${seal.seal.size} lines verified, root ${seal.seal.root}; ${signature}`);
  await out.close();
  if (flaws > 0) throw new AnswerIsNo(`${from} is not what was sealed: ${flaws} flaw(s)`);
}

const MOST_FLAWS = 5;

/** @throws AnswerIsNo with the first flaws */
async function verified(from: string, key: string): Promise<SealedFolder> {
  const folder = manifestIn(from);
  const seal = readSeal(join(from, SEAL));
  signatureChecked(seal, { seal: join(from, SEAL), key });
  const shown = new RowsShown('verifying');
  const flaws: string[] = [];
  for await (const flaw of flawsOfPeriod(from, folder, seal.seal, (lines) => shown.advance(lines))) {
    flaws.push(flaw);
    if (flaws.length === MOST_FLAWS) break;
  }
  shown.stop();
  if (flaws.length > 0) throw new AnswerIsNo(`${from} is not what was sealed: ${flaws.join('; ')}`);
  return folder;
}

async function sealOnFile(dataSource: DataSource, { area, period }: Closing): Promise<string> {
  const seals = await sealsOf(poolOf(dataSource), area);
  const kept = seals.find(({ origin }) => origin === `${area}/${period}`);
  if (kept === undefined)
    throw new AnswerIsNo(`${area}/${period} is not sealed: gatekeeper seal comes first`);
  return kept.seal;
}

function demandSameSeal(folder: string, seal: string): void {
  if (textOf(join(folder, SEAL)) !== seal)
    throw new AnswerIsNo(`${folder} holds another seal than the one on file`);
}

const holdsSomething = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0;

async function differingNamed<Done>(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RowsDiffer) throw new AnswerIsNo(error.message);
    throw error;
  }
}
