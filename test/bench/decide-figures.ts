/**
 * One process, one core: decisions a second, and the same question put to rule engines. Run with `--expose-gc`, by
 * `npm run bench`; prints one JSON object.
 */
import 'reflect-metadata';
import type { Facts } from '@gatekeeper/adjudication';
import { decide, gatherFacts, neverOnFile, registryTimelines, Views } from '@gatekeeper/adjudication';
import { parseTime } from '@gatekeeper/calendar';
import type { Policy } from '@gatekeeper/policy';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { isMalformed, loadPolicy, parseSettlementLine } from '@gatekeeper/wire';
import { recordOf } from '../gatekeeper/inputs';
import { lineTexts, registryTexts } from './mix';
import { processorMs } from './processor-time';
import { jsonRulesEngineRate, suspensionFacts, zenRate } from './rule-engines';

export interface DecideFigures {
  readonly decidePerSecond: number;
  readonly withFactsPerSecond: number;
  readonly bytesEach: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly jsonRulesEnginePerSecond: number;
  readonly zenPerSecond: number;
}

const LINES = 20_000;
const ROUND_MS = 1_500;
const ROUNDS = 3;

interface Question {
  readonly line: SettlementLine;
  readonly facts: Facts;
}

/** Calls `pass` for about `ROUND_MS` of processor time, several times over; the best round, in lines a second. */
function rateOf(pass: () => number): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const started = processorMs();
    let asked = 0;
    while (processorMs() - started < ROUND_MS) asked += pass();
    best = Math.max(best, (asked * 1000) / (processorMs() - started));
  }
  return best;
}

/** Bytes of heap that one decision takes, itself included: of a pass without a collection in it. */
function bytesEach(pass: () => number): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const asked = pass();
  return (process.memoryUsage().heapUsed - before) / asked;
}

function questions(policy: Policy): { asked: readonly Question[]; gather: () => number } {
  const records = [...registryTexts()].map(recordOf);
  const timelines = registryTimelines(records, 1);
  const views = new Views();
  const knownAt = parseTime('2026-01-01')?.instant;
  if (knownAt === undefined) throw new Error('no such day');
  const factsOf = (line: SettlementLine): Facts => {
    const facts = gatherFacts(
      line,
      { knownAt, noticed: null, original: null },
      (subject) => timelines.get(subject) ?? neverOnFile(subject),
      views,
    );
    if ('unread' in facts) throw new Error('a file registry answers for every subject');
    return facts;
  };
  const asked = [...lineTexts(LINES, policy)].map((text): Question => {
    const line = parseSettlementLine(Buffer.from(text));
    if (isMalformed(line)) throw new Error(`a sample line: ${JSON.stringify(line.problems)}`);
    return { line, facts: factsOf(line) };
  });
  const gather = (): number => {
    for (const { line } of asked) kept.push(decide(line, factsOf(line), policy));
    kept.length = 0;
    return asked.length;
  };
  return { asked, gather };
}

/** Answers are kept for a pass, as a batch keeps them: an engine may not skip what nobody looks at. */
const kept: unknown[] = [];

async function main(): Promise<DecideFigures> {
  const loaded = loadPolicy();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { policy } = loaded.value;
  const { asked, gather } = questions(policy);
  const outcomes: Record<string, number> = {};
  for (const { line, facts } of asked) {
    const answer = decide(line, facts, policy);
    const name = answer.kind === 'hold' ? answer.holdCode : answer.outcome;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  }
  const pass = (): number => {
    for (const { line, facts } of asked) kept.push(decide(line, facts, policy));
    kept.length = 0;
    return asked.length;
  };
  const decidePerSecond = rateOf(pass);
  const suspensions = asked.map(({ line, facts }) => suspensionFacts(line, facts));
  return {
    decidePerSecond,
    bytesEach: bytesEach(pass),
    withFactsPerSecond: rateOf(gather),
    outcomes,
    jsonRulesEnginePerSecond: await jsonRulesEngineRate(suspensions),
    zenPerSecond: zenRate(suspensions),
  };
}

main().then(
  (figures) => process.stdout.write(JSON.stringify(figures)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
