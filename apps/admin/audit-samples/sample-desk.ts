/**
 * Samples of the second audit (复审). Frame digest and seed are on file before anything is drawn, and a frame is drawn from once; the
 * lines drawn must be those that the seed ranks first, as far as they show it themselves (`gatekeeper sample --verify` redraws from the
 * frame); each of them has one result.
 */
import { createHash } from 'node:crypto';
import { clearingOf } from '@gatekeeper/casework';
import type { Sha256 } from '@gatekeeper/clearing';
import { frameDigest, rankHash } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { inTransaction, isUniqueViolation, poolOf } from '@gatekeeper/database';
import { identityKey } from '@gatekeeper/vocabulary';
import type { Caller } from '../access/caller';
import { coversArea } from '../access/scope';
import { appendAudit } from '../audit/audit-log';
import { termsAt } from '../cases/terms';
import { noResults } from '../collections/collection-refusals';
import type { RunResults } from '../collections/run-results';
import { notOnFile } from '../http/refusals';
import { pageOf } from '../http/page';
import type { Page, PageQuery } from '../http/page';
import type { AdminParts } from '../parts';
import { outOfReach } from '../registry/registry-refusals';
import { extrapolationAnswer, sampleAnswer } from './sample-answer';
import type { ExtrapolationAnswer, SampleAnswer } from './sample-answer';
import type { DrawnLine, LineResult } from './sample-file';
import {
  drawnAlready,
  frameDrawnFrom,
  notInFrame,
  notTheDraw,
  otherFrame,
  textSamplesNothing,
  unfit,
} from './sample-refusals';
import {
  addLines,
  addResults,
  addSample,
  findSample,
  foundBy,
  samplesIn,
  unfitResults,
} from './sample-store';
import type { AuditSample } from './sample-store';

const PAST_EVERY_NUMBER = '9223372036854775807';
const NUMBER = /^[1-9][0-9]{0,17}$/;

const newSha256 = (): Sha256 => {
  const hash = createHash('sha256');
  return {
    update: (text) => void hash.update(text, 'utf8'),
    hex: () => hash.digest('hex'),
  };
};

export class SampleDesk {
  constructor(
    private readonly parts: Pick<
      AdminParts,
      'dataSource' | 'background' | 'clock' | 'policy' | 'workingCalendar'
    >,
    private readonly runs: Pick<RunResults, 'frames'>,
  ) {}

  /** @throws Refused */
  publish(
    asked: { readonly runId: string; readonly frameDigest: string; readonly seed: string },
    caller: Caller,
  ): Promise<SampleAnswer> {
    return this.write(async (client) => {
      const frames = await this.runs.frames(client, asked.runId);
      if (typeof frames === 'string') throw noResults(frames);
      if (!coversArea(caller, frames.area)) throw outOfReach();
      const digest = frameDigest(frames.frames, newSha256);
      if (digest !== asked.frameDigest) throw otherFrame(digest);
      const at = this.parts.clock.now();
      const { pack, edition } = this.samplingText(frames.area, at);
      const sampleId = await addSample(client, {
        ...{ runId: asked.runId, area: frames.area, period: frames.period, seed: asked.seed },
        ...{ frameDigest: digest, strata: frames.frames, pack, edition },
        publishedBy: caller.userId,
        publishedAt: at,
      });
      await this.audit(client, caller, 'publishAuditSample', sampleId, {
        run_id: asked.runId,
        frame_digest: digest,
        seed: asked.seed,
      });
      return sampleAnswer(await sampleWithin(client, sampleId, caller));
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw frameDrawnFrom();
      throw error;
    });
  }

  async list({ limit, after }: PageQuery, caller: Caller): Promise<Page<SampleAnswer>> {
    const before = after !== undefined && NUMBER.test(after) ? after : PAST_EVERY_NUMBER;
    const rows = await samplesIn(poolOf(this.parts.dataSource), caller.areas, before, limit + 1);
    return pageOf(rows, limit, sampleAnswer, ({ sampleId }) => sampleId);
  }

  async read(sampleId: string, caller: Caller): Promise<SampleAnswer> {
    return sampleAnswer(await sampleWithin(poolOf(this.parts.dataSource), sampleId, caller));
  }

  /** All lines that were drawn, at once. @throws Refused */
  enterLines(sampleId: string, lines: readonly DrawnLine[], caller: Caller): Promise<SampleAnswer> {
    return this.write(async (client) => {
      const sample = await sampleWithin(client, sampleId, caller);
      if (sample.drawn > 0) throw drawnAlready();
      demandDraw(sample, lines);
      await addLines(client, sampleId, lines);
      await this.audit(client, caller, 'enterAuditSampleLines', sampleId, { lines: lines.length });
      return sampleAnswer(await sampleWithin(client, sampleId, caller));
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw drawnAlready();
      throw error;
    });
  }

  /** All of them or none. @throws Refused with each that cannot be entered */
  enterResults(sampleId: string, results: readonly LineResult[], caller: Caller): Promise<SampleAnswer> {
    return this.write(async (client) => {
      await sampleWithin(client, sampleId, caller);
      const twice = twiceAmong(results);
      const problems = [...twice, ...(await unfitResults(client, sampleId, results))];
      if (problems.length > 0) throw unfit(problems);
      await addResults(client, sampleId, results, { by: caller.userId, at: this.parts.clock.now() });
      await this.audit(client, caller, 'enterAuditSampleResults', sampleId, { results: results.length });
      return sampleAnswer(await sampleWithin(client, sampleId, caller));
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw unfit([]);
      throw error;
    });
  }

  /** Of the strata of one institution, or of all. @throws Refused */
  async extrapolation(
    sampleId: string,
    fixmedinsCode: string | null,
    caller: Caller,
  ): Promise<ExtrapolationAnswer> {
    const client = poolOf(this.parts.dataSource);
    const sample = await sampleWithin(client, sampleId, caller);
    const terms = clearingOf(termsAt(this.parts, sample.area, sample.publishedAt));
    const strata = sample.strata.filter(
      ({ stratum }) => fixmedinsCode === null || stratum.startsWith(`${fixmedinsCode}/`),
    );
    return extrapolationAnswer(sample, strata, await foundBy(client, sampleId, fixmedinsCode), terms);
  }

  /** The text that speaks of samples. @throws Refused where none does */
  private samplingText(
    area: string,
    at: ReturnType<AdminParts['clock']['now']>,
  ): { readonly pack: string; readonly edition: string } {
    const { texts } = termsAt(this.parts, area, at);
    const speaking = texts.find(({ parameters }) => parameters.samplingBase !== 'none');
    if (speaking === undefined) throw textSamplesNothing();
    return { pack: speaking.edition.pack.name, edition: speaking.edition.edition };
  }

  private audit(
    client: Queryable,
    { userId }: Caller,
    action: string,
    sampleId: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const at = this.parts.clock.now();
    return appendAudit(client, { at, actor: userId, action, subject: `sample ${sampleId}`, details });
  }

  private write<Answer>(work: (client: Queryable) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.parts.background, work);
  }
}

/** @throws Refused: not on file, or of an area out of the caller's scope */
async function sampleWithin(client: Queryable, sampleId: string, caller: Caller): Promise<AuditSample> {
  const sample = await findSample(client, sampleId);
  if (sample === null) throw notOnFile('The sample', '抽样');
  if (!coversArea(caller, sample.area)) throw outOfReach();
  return sample;
}

/** @throws Refused where a stratum has not the lines that were to be drawn, in the order in which the seed ranks them */
function demandDraw({ seed, strata }: AuditSample, lines: readonly DrawnLine[]): void {
  const drawn = new Map<string, DrawnLine[]>(strata.map(({ stratum }) => [stratum, []]));
  for (const line of lines) {
    const ofStratum = drawn.get(line.stratum);
    if (ofStratum === undefined) throw notInFrame(line.stratum);
    ofStratum.push(line);
  }
  for (const { stratum, least, amount } of strata) {
    const ranked = (drawn.get(stratum) ?? []).sort((a, b) => a.rank - b.rank);
    const hashes = ranked.map((line) => rankHash(seed, line, newSha256));
    const isInOrder = ranked.every(
      ({ rank, fixmedinsCode, amount: claimed }, n) =>
        rank === n + 1 &&
        claimed > 0n &&
        stratum.startsWith(`${fixmedinsCode}/`) &&
        (hashes[n - 1] ?? '') <= (hashes[n] ?? ''),
    );
    const claimed = ranked.reduce((sum, line) => sum + line.amount, 0n);
    if (ranked.length !== least || !isInOrder || claimed > BigInt(amount)) throw notTheDraw(stratum, least);
  }
}

function twiceAmong(results: readonly LineResult[]): readonly { place: number; why: 'twice' }[] {
  const seen = new Set<string>();
  return results.flatMap((result, index) => {
    const key = identityKey(result);
    if (seen.has(key)) return [{ place: index + 1, why: 'twice' as const }];
    seen.add(key);
    return [];
  });
}
