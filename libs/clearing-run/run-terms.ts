/** What a run on a database is asked for, as it is kept: whoever works on a part of it works by the same terms. */
import type { Instant } from '@gatekeeper/calendar';
import { formatDay, formatInstant, parseTime } from '@gatekeeper/calendar';
import type { ClearingTerms, ClosedPeriod } from '@gatekeeper/clearing';
import { daysOf, momentsOfCorrections, parsePeriod } from '@gatekeeper/clearing';
import type { VisitsAsked } from '@gatekeeper/decision-store';
import type { Policy } from '@gatekeeper/policy';
import { loadPolicy, parsePackMap, parseValuesFile } from '@gatekeeper/wire';
import type { AdoptedPolicy } from './earlier-editions';
import { newSha256 } from './run-files';

/** A policy as canonical texts, and when it was adopted. */
export interface AdoptedTexts {
  readonly map: string;
  readonly values: string;
  readonly adoptedAt: Instant;
}

export interface RunAsked extends Pick<
  ClearingTerms,
  'area' | 'areaOf' | 'period' | 'by' | 'seed' | 'knownAt'
> {
  readonly full: boolean;
  readonly closed: readonly ClosedPeriod[];
  /** Every policy that the installation adopted, the first adopted first; it decides by the last. */
  readonly adopted: readonly [AdoptedTexts, ...AdoptedTexts[]];
}

/** One text for the same run. */
export const runText = ({
  area,
  areaOf,
  period,
  by,
  seed,
  knownAt,
  full,
  closed,
  adopted,
}: RunAsked): string =>
  JSON.stringify({
    ...{ area, areaOf, period: period.text, by, seed, knownAt: formatInstant(knownAt), full },
    closed: closed.map(({ closedFrom, adoptedAt, ...each }) => ({
      ...{ ...each, closedFrom: formatInstant(closedFrom) },
      ...(adoptedAt === undefined ? {} : { adoptedAt: formatInstant(adoptedAt) }),
    })),
    adopted: adopted.map((each) => ({ ...each, adoptedAt: formatInstant(each.adoptedAt) })),
  });

interface RunData extends Omit<RunAsked, 'period' | 'knownAt' | 'closed' | 'adopted'> {
  readonly period: string;
  readonly knownAt: string;
  readonly closed: readonly (Omit<ClosedPeriod, 'closedFrom' | 'adoptedAt'> & {
    readonly closedFrom: string;
    readonly adoptedAt?: string;
  })[];
  readonly adopted: readonly (Omit<AdoptedTexts, 'adoptedAt'> & { readonly adoptedAt: string })[];
}

/** Reads back what `runText` wrote. */
export function runFrom(text: string): RunAsked {
  const data = JSON.parse(text) as RunData;
  const period = parsePeriod(data.period);
  const [first, ...others] = data.adopted.map((each) => ({ ...each, adoptedAt: momentOf(each.adoptedAt) }));
  if (period === null || first === undefined) throw new Error('the terms of a run cannot be read');
  return {
    ...data,
    ...{ period, knownAt: momentOf(data.knownAt) },
    closed: data.closed.map(({ closedFrom, adoptedAt, ...each }) => ({
      ...{ ...each, closedFrom: momentOf(closedFrom) },
      ...(adoptedAt === undefined ? {} : { adoptedAt: momentOf(adoptedAt) }),
    })),
    adopted: [first, ...others],
  };
}

function momentOf(text: string): Instant {
  const read = parseTime(text);
  if (read === null) throw new Error('a moment in the terms of a run cannot be read');
  return read.instant;
}

/** What the run counts by; of one month of it, where that is given. */
export function termsOf(
  { area, areaOf, period, by, seed, knownAt, closed, adopted }: RunAsked,
  month: string | null = null,
): ClearingTerms {
  const counted = month === null ? period : parsePeriod(month);
  if (counted === null) throw new Error(`a part of a run has no month ${month ?? ''}`);
  const policy = policyOf(adopted.at(-1) ?? adopted[0]);
  return {
    ...{ area, areaOf, by, seed, knownAt, policy, newSha256 },
    period: counted,
    closed,
    compares: true,
  };
}

export const adoptedBy = ({ adopted }: RunAsked): readonly AdoptedPolicy[] =>
  adopted.map((texts) => ({ adoptedAt: texts.adoptedAt, policy: policyOf(texts) }));

function policyOf({ map, values }: AdoptedTexts): Policy {
  const [areas, set] = [parsePackMap(map), parseValuesFile(values)];
  if (!areas.ok || !set.ok) throw new Error('the adopted policy of a run cannot be read');
  const loaded = loadPolicy({ map: areas.value, values: set.value });
  if (!loaded.ok) throw new Error('the adopted policy of a run cannot be loaded');
  return loaded.value.policy;
}

/** Which visits may have a line or a correction of the month, or of the whole period. */
export function visitsOf(
  { area, areaOf, by, closed, knownAt }: Pick<RunAsked, 'area' | 'areaOf' | 'by' | 'closed' | 'knownAt'>,
  period: ClearingTerms['period'],
): VisitsAsked {
  const { from, until } = daysOf(period);
  return {
    ...{ areaPrefix: area, areaOf, knownAt },
    from: formatDay(from),
    until: formatDay(until),
    corrections: momentsOfCorrections(
      closed.filter((each) => each.by === by),
      period,
    ),
  };
}
