/** `gatekeeper seal` and `gatekeeper prove`: the tree over a closed period's decisions, in the area's log (CONTRACT 9). */
import { createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { formatInstant } from '@gatekeeper/calendar';
import { GrowingTree, hexOf, parsePeriod, sealBehind } from '@gatekeeper/clearing';
import type { LogEntry } from '@gatekeeper/clearing';
import { inSnapshot, inTransaction, poolOf } from '@gatekeeper/database';
import { keepSeal, leavesOfRun, lockClosings, sealsOf, standingClosings } from '@gatekeeper/decision-store';
import type { Closing, PeriodSeal } from '@gatekeeper/decision-store';
import { RowWriter } from '@gatekeeper/offline';
import { Defect, loadSettings, processEnvironment, SettingsError, Variable } from '@gatekeeper/runtime';
import { canonicalJson, isMalformed, parseSeal, treeHashing } from '@gatekeeper/wire';
import type { SealMessage } from '@gatekeeper/wire';
import { IsOptional, IsString } from 'class-validator';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo, UsageError } from './ending';
import { areaFrom, periodFrom } from './period-options';
import { RowsShown } from './progress';
import { lineProven } from './line-proof';
import { keyIdOf, privateKeyIn } from './seal-files';
import { leafRow } from './sealed-period';

export interface PeriodOptions {
  readonly area: string;
  readonly period: string;
}

export interface SealPeriodOptions extends PeriodOptions {
  readonly out: string;
  readonly leaves?: string;
}

export interface ProveOptions extends PeriodOptions {
  readonly line: string;
  readonly out: string;
}

class SealSettings {
  /** PEM file of the Ed25519 key that seals are signed with. */
  @Variable('SEAL_KEY_FILE')
  @IsOptional()
  @IsString()
  readonly sealKeyFile?: string;
}

/** @throws AnswerIsNo: not closed, or one before it is not sealed; UsageError: options or settings that cannot be used. */
export async function sealPeriod(options: SealPeriodOptions): Promise<void> {
  areaFrom(options.area);
  periodFrom(options.period);
  demandDistinctFiles([
    { option: '--out', path: options.out, use: 'written' },
    { option: '--leaves', path: options.leaves, use: 'written' },
  ]);
  const privateKey = sealKey();
  await onDatabase(databaseOrUsageError(), 'gatekeeper seal', (dataSource) =>
    sealOn(dataSource, options, privateKey),
  );
}

/** The same on a database that is open. @throws AnswerIsNo */
export async function sealOn(
  dataSource: DataSource,
  options: SealPeriodOptions,
  privateKey: KeyObject,
): Promise<void> {
  const closing = await closedOrNo(dataSource, options);
  const root = await rootOf(dataSource, closing, options.leaves ?? null);
  if (root !== closing.root)
    throw new AnswerIsNo(
      `the leaves of run ${closing.runId} have the root ${root}, not the one that was closed: ${closing.root}`,
    );
  const seal = await sealed(dataSource, closing, privateKey);
  const out = RowWriter.open(options.out);
  out.write(seal);
  await out.close();
}

/** @throws AnswerIsNo: not sealed, or no such line in it. */
export async function proveLine(options: ProveOptions): Promise<void> {
  areaFrom(options.area);
  periodFrom(options.period);
  await onDatabase(databaseOrUsageError(), 'gatekeeper prove', async (dataSource) => {
    const { area, period, line } = options;
    const kept = (await sealsOf(poolOf(dataSource), area)).find(
      ({ origin }) => origin === `${area}/${period}`,
    );
    if (kept === undefined) throw new AnswerIsNo(`${area}/${period} is not sealed`);
    const seal = sealIn(kept);
    const closing = await closedOrNo(dataSource, options);
    const proven = await lineProven(dataSource, closing.runId, line);
    if (proven === null)
      throw new AnswerIsNo(`${line} is not among the ${seal.size} lines of ${seal.origin}`);
    if (proven.root !== seal.root)
      throw new AnswerIsNo(
        `the leaves of run ${closing.runId} have the root ${proven.root}, not the sealed one: ${seal.root}`,
      );
    const out = RowWriter.open(options.out);
    out.write(JSON.stringify({ line: identityOf(line), ...proven.proof }));
    await out.close();
  });
}

function sealKey(): KeyObject {
  try {
    const { sealKeyFile } = loadSettings(SealSettings, processEnvironment());
    if (sealKeyFile !== undefined) return privateKeyIn(sealKeyFile);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw error;
  }
  throw new UsageError(
    'SEAL_KEY_FILE names no key to sign with: make one with openssl genpkey -algorithm ed25519 -out seal.key',
  );
}

export async function closedOrNo(dataSource: DataSource, { area, period }: PeriodOptions): Promise<Closing> {
  const standing = await standingClosings(poolOf(dataSource), area);
  const closing = standing.find((each) => each.period === period);
  if (closing === undefined)
    throw new AnswerIsNo(`${area}/${period} is not closed: two people close it in the admin app`);
  return closing;
}

/** The root over the run's leaves; they are written down in passing where that is asked for. */
async function rootOf(dataSource: DataSource, { runId }: Closing, path: string | null): Promise<string> {
  const tree = new GrowingTree(treeHashing);
  const written = path === null ? null : RowWriter.open(path);
  const shown = new RowsShown('hashing');
  await inSnapshot(dataSource, async (client) => {
    for await (const { leaves } of leavesOfRun(client, runId)) {
      for (const { line, hash } of leaves) {
        tree.append(hash);
        written?.write(leafRow(hash, line));
      }
      shown.advance(leaves.length);
      await written?.drain();
    }
  });
  shown.stop();
  await written?.close();
  return hexOf(tree.head().root);
}

/** The period's seal: the one that is kept, or a new one behind those of the area. */
function sealed(dataSource: DataSource, closing: Closing, privateKey: KeyObject): Promise<string> {
  const { area, period } = closing;
  const origin = `${area}/${period}`;
  return inTransaction(dataSource, async (client) => {
    await lockClosings(client);
    const kept = await sealsOf(client, area);
    const before = kept.find((each) => each.origin === origin);
    if (before !== undefined) return before.seal;
    const standing = await standingClosings(client, area);
    if (standing.find((each) => each.period === period)?.closingId !== closing.closingId)
      throw new AnswerIsNo(`${origin} was closed anew at this moment: seal it again`);
    const waiting = unsealedBefore(period, standing);
    if (waiting.length > 0)
      throw new AnswerIsNo(`seal first what is closed before ${origin}: ${waiting.join(', ')}`);
    const log = kept.map(sealIn);
    const entry: LogEntry = {
      origin,
      size: closing.size,
      root: closing.root,
      known_at: formatInstant(closing.knownAt),
    };
    const unsigned = sealBehind(treeHashing, log, entry, keyIdOf(createPublicKey(privateKey)));
    const last = log.at(-1);
    if (
      last !== undefined &&
      (last.log.size !== unsigned.previous.size || last.log.root !== unsigned.previous.root)
    )
      throw new AnswerIsNo(
        `the seals of area ${area} make another log than that of ${last.origin}: a seal was changed`,
      );
    const signature = sign(null, Buffer.from(canonicalJson(unsigned), 'utf8'), privateKey).toString('hex');
    const seal = JSON.stringify({ ...unsigned, signature });
    await keepSeal(client, { area, position: log.length, origin, closingId: closing.closingId, seal });
    return seal;
  });
}

/** Closed periods that end before this one does, or with it and are shorter. */
function unsealedBefore(period: string, standing: readonly Closing[]): readonly string[] {
  const until = parsePeriod(period)?.until ?? -Infinity;
  return standing
    .filter((each) => {
      const ends = parsePeriod(each.period)?.until ?? Infinity;
      return !each.sealed && (ends < until || (ends === until && each.period.length > period.length));
    })
    .map((each) => each.period);
}

function sealIn({ origin, seal }: PeriodSeal): SealMessage {
  const read = parseSeal(seal);
  if (isMalformed(read)) throw new Defect(`the seal of ${origin} that is kept cannot be read`);
  return read.seal;
}

/** As an object, unless a part of it may hold a `|` itself. */
function identityOf(line: string): object | string {
  const [fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, ...more] = line.split('|');
  return feedetl_sn === undefined || more.length > 0
    ? line
    : { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn };
}
