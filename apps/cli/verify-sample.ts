/** `gatekeeper sample --verify`: the sample of a second audit, drawn once more from its frame. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passingFolder, removeFolder } from '@gatekeeper/offline';
import { clearPeriod } from './clear-period';
import { AnswerIsNo, UsageError } from './ending';

export interface VerifySampleOptions {
  readonly frameDigest: string;
  readonly seed: string;
  readonly from: string;
  readonly clearing: string;
}

/** Of `summary.json`, what says how the sample was drawn. */
interface Drawn {
  readonly area: string;
  readonly period: string;
  readonly by: string;
  readonly knownAt: string;
  readonly frameDigest: string;
  readonly seed: string | null;
}

/** @throws AnswerIsNo naming what differs; UsageError: a folder or an option that cannot be used */
export async function verifySample({
  frameDigest,
  seed,
  from,
  clearing,
}: VerifySampleOptions): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(frameDigest))
    throw new UsageError(`--frame-digest takes 64 lower-case hex digits, not "${frameDigest}"`);
  const used = drawnIn(clearing);
  if (used.frameDigest !== frameDigest)
    throw new AnswerIsNo(`${clearing} was drawn from another frame than was published: ${used.frameDigest}`);
  if (used.seed !== seed)
    throw new AnswerIsNo(
      used.seed === null
        ? `${clearing} holds no sample: it was made without a seed`
        : `${clearing} was drawn by another seed than was published: ${used.seed}`,
    );
  const sample = rowsIn(clearing);
  const anew = passingFolder(join(tmpdir(), 'gatekeeper-sample-'));
  try {
    const { area, period, by, knownAt } = used;
    await clearPeriod({
      ...{ area, period, by, knownAt, seed, from, out: anew },
      ...{ areaOf: 'treatment', workers: '1', silent: true },
    });
    const frame = drawnIn(anew).frameDigest;
    if (frame !== frameDigest)
      throw new AnswerIsNo(`the frame of ${from} is another than was published: ${frame}`);
    demandSame(sample, rowsIn(anew));
  } finally {
    removeFolder(anew);
  }
  process.stdout.write(`${sample.length - 1} lines redrawn, every one as it was drawn\n`);
}

function demandSame(drawn: readonly string[], redrawn: readonly string[]): void {
  const longest = Math.max(drawn.length, redrawn.length);
  for (let index = 0; index < longest; index += 1) {
    const [was, is] = [drawn[index], redrawn[index]];
    if (was === is) continue;
    throw new AnswerIsNo(
      `sample.csv line ${index + 1} is not what the seed draws: ${was ?? 'no line'}, redrawn ${is ?? 'no line'}`,
    );
  }
}

function rowsIn(folder: string): readonly string[] {
  const rows = textIn(folder, 'sample.csv').split('\n');
  return rows.at(-1) === '' ? rows.slice(0, -1) : rows;
}

function drawnIn(folder: string): Drawn {
  const path = join(folder, 'summary.json');
  let summary: unknown;
  try {
    summary = JSON.parse(textIn(folder, 'summary.json'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} is no JSON`);
  }
  const fields: Readonly<Record<string, unknown>> =
    typeof summary === 'object' && summary !== null ? Object.fromEntries(Object.entries(summary)) : {};
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value !== 'string') throw new UsageError(`${path} has no ${name}: gatekeeper clear writes it`);
    return value;
  };
  return {
    area: text('area'),
    period: text('period'),
    by: text('by'),
    knownAt: text('known_at'),
    frameDigest: text('frame_digest'),
    seed: fields['seed'] === null ? null : text('seed'),
  };
}

function textIn(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
