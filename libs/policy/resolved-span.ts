/** The parameters of an edition, resolved for each stretch of fee days. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { Edition } from './pack';
import { isBlank, settingOf } from './pack';
import type { ParameterName, Parameters } from './parameters';
import { PARAMETER_NAMES } from './parameters';
import type { Complain } from './written-days';
import { readDay, readDays } from './written-days';

/** The parameters that hold in one stretch of fee days. */
export interface ResolvedSpan {
  readonly validity: Interval;
  readonly parameters: Parameters;
  /** `parameters.feeEarliestDay`, as an instant. */
  readonly earliestFee: Instant;
}

interface HeldValue {
  readonly value: unknown;
  readonly validity: Interval;
}

/** Cuts an edition at each day on which a value of one of its parameters begins or ends. */
export function resolveSpans(
  edition: Edition,
  validity: Interval,
  complain: Complain,
): readonly ResolvedSpan[] {
  const values = new Map<ParameterName, readonly HeldValue[]>();
  const cuts = new Set<Instant>([validity.from]);
  for (const name of PARAMETER_NAMES) {
    const held = valuesOf(edition, name, complain);
    values.set(name, held);
    for (const { validity: days } of held) {
      for (const boundary of [days.from, days.until]) if (covers(validity, boundary)) cuts.add(boundary);
    }
  }
  const starts = [...cuts].sort((a, b) => (a < b ? -1 : 1));
  const spans: ResolvedSpan[] = [];
  starts.forEach((from, index) => {
    const parameters = resolveAt(values, from, complain);
    if (parameters === null) return;
    const earliest = readDay('feeEarliestDay', parameters.feeEarliestDay, complain);
    if (earliest === null) return;
    spans.push({
      validity: { from, until: starts[index + 1] ?? validity.until },
      parameters,
      earliestFee: earliest,
    });
  });
  return spans;
}

function valuesOf(edition: Edition, name: ParameterName, complain: Complain): readonly HeldValue[] {
  const found = settingOf(edition, name);
  if (found === undefined) {
    complain(name, 'is set neither by this text nor by a parent');
    return [];
  }
  if (isBlank(found.setting)) return [];
  if (found.setting.length === 0) complain(name, 'has no value on any day');
  return found.setting.map(({ value, holds, citation }) => {
    if (citation.lastCheckedOn !== '') readDay(`${name}.lastCheckedOn`, citation.lastCheckedOn, complain);
    return { value, validity: readDays(name, holds, complain) };
  });
}

function resolveAt(
  values: ReadonlyMap<ParameterName, readonly HeldValue[]>,
  at: Instant,
  complain: Complain,
): Parameters | null {
  const resolved: Partial<Record<ParameterName, unknown>> = {};
  let complete = true;
  for (const [name, all] of values) {
    const held = all.filter(({ validity }) => covers(validity, at));
    const [only] = held;
    if (held.length === 1 && only !== undefined) resolved[name] = only.value;
    else {
      if (all.length > 0)
        complain(name, held.length === 0 ? 'has no value on some day' : 'has two values on one day');
      complete = false;
    }
  }
  return complete && isComplete(resolved) ? resolved : null;
}

const isComplete = (resolved: Partial<Record<ParameterName, unknown>>): resolved is Parameters =>
  PARAMETER_NAMES.every((name) => name in resolved);

/** The stretch of an edition that governs a fee, clamped like the edition itself; `null` when it has blanks. */
export function spanAt(
  { spans }: { readonly spans: readonly ResolvedSpan[] },
  feeOccurredAt: Instant,
): ResolvedSpan | null {
  for (const span of spans) if (feeOccurredAt < span.validity.until) return span;
  return spans[spans.length - 1] ?? null;
}
