/** Asks the code that ships for a decision on stated facts. */
import type { OriginalLine, TimelineOf } from '@gatekeeper/adjudication';
import {
  Views,
  decide,
  gatherFacts,
  neverOnFile,
  registryTimelines,
  subjectsOf,
} from '@gatekeeper/adjudication';
import type { AreaMap, LoadResult, Pack, SetValues } from '@gatekeeper/policy';
import { PACKS, bindPolicy, loadPacks, withSetValues } from '@gatekeeper/policy';
import type { Answer, Reason, ReasonCode, RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { at } from './times';

/** The timelines of a registry that could be read: whoever it does not hold was never on file. */
export function timelineIn(registry: readonly RegistryRecord[]): TimelineOf {
  const timelines = registryTimelines(registry, 1);
  return (subject) => timelines.get(subject) ?? neverOnFile(subject);
}

export interface Question {
  readonly line: SettlementLine;
  readonly registry: readonly RegistryRecord[];
  readonly pack?: string;
  readonly knownAt?: string;
  readonly original?: OriginalLine | null;
  /** Of what the line claims. */
  readonly paymentNoticed?: boolean;
  readonly values?: SetValues;
  readonly map?: AreaMap;
  /** Those that ship, unless said. */
  readonly packs?: readonly Pack[];
}

/** The answer of the code that ships, under one pack for every area unless a map is given. */
export function ask({
  line,
  registry,
  pack = 'guangdong-2025',
  knownAt = '2026-01-01 00:00:00',
  original = { kind: 'unknown' },
  paymentNoticed = false,
  values = new Map(),
  map = new Map([['', [{ pack, dated: null }]]]),
  packs: written = PACKS,
}: Question): Answer {
  const packs = loadedWith(values, written);
  const facts = gatherFacts(
    line,
    { knownAt: at(knownAt), noticed: paymentNoticed ? line : null, original },
    timelineIn(registry),
    new Views(),
  );
  if ('unread' in facts)
    throw new Error(`the timeline of ${facts.unread} was not read, of ${subjectsOf(line).join()}`);
  return decide(line, facts, bindPolicy(map, packs));
}

/** Packs as written are loaded once for all who ask. */
const asWritten = new WeakMap<readonly Pack[], LoadResult['packs']>();

function loadedWith(values: SetValues, written: readonly Pack[]): LoadResult['packs'] {
  const known = values.size === 0 ? asWritten.get(written) : undefined;
  if (known !== undefined) return known;
  const set = withSetValues(written, values);
  const { packs, problems } = loadPacks(set.packs, (_, edition) => edition.number);
  if (problems.length + set.problems.length > 0)
    throw new Error(JSON.stringify([...problems, ...set.problems]));
  if (values.size === 0) asWritten.set(written, packs);
  return packs;
}

/** Values set by hand for one pack, as `--set pack.parameter=value` sets them. */
export const setting = (pack: string, values: Readonly<Record<string, string>>): SetValues =>
  new Map([[pack, new Map(Object.entries(values))]]);

/** Asks and says the answer in one line. */
export const shortly = (question: Question): string => inShort(ask(question));

/** The reasons of one code, whatever else is listed. */
export function reasonsFor(code: ReasonCode, question: Question): readonly Reason[] {
  const answer = ask(question);
  return answer.kind === 'hold' ? [] : answer.reasons.filter((reason) => reason.code === code);
}

/** An answer in one line: `reject CLINICIAN_SUSPENDED`, `hold PACK_MISSING`; notes on the text's force left out. */
export function inShort(answer: Answer): string {
  if (answer.kind === 'hold') return `hold ${answer.holdCode}`;
  const codes = answer.reasons
    .filter(({ code }) => code !== 'OUTSIDE_PACK_IN_FORCE')
    .map(
      ({ code, effect, role }) =>
        `${effect === 'bars' ? '' : effect === 'lifts' ? '+' : '~'}${code}${role === null || role === 'ordering' ? '' : `(${role})`}`,
    );
  return [answer.outcome, ...codes].join(' ');
}
