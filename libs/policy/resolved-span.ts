/** The parameters of an edition, resolved for each stretch of fee days. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { Edition, Parent } from './pack';
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

/** The values of one parameter, and where a fault in them is reported: to whoever wrote them. */
interface HeldValues {
  readonly values: readonly HeldValue[];
  readonly complain: Complain;
}

/**
 * Cuts an edition at each day on which a value of one of its parameters begins or ends; no stretch while it has blanks.
 * What is wrong with a value is complained of to whoever wrote it, `complainOf(null)` for the edition itself.
 */
export function resolveSpans(
  edition: Edition,
  validity: Interval,
  complainOf: (setBy: Parent | null) => Complain,
): readonly ResolvedSpan[] {
  const complain = complainOf(null);
  const values = new Map<ParameterName, HeldValues>();
  const cuts = new Set<Instant>([validity.from]);
  for (const name of PARAMETER_NAMES) {
    const held = valuesOf(edition, name, complainOf);
    values.set(name, held);
    for (const { validity: days } of held.values) {
      for (const boundary of [days.from, days.until]) if (covers(validity, boundary)) cuts.add(boundary);
    }
  }
  const starts = [...cuts].sort((a, b) => a - b);
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

function valuesOf(
  edition: Edition,
  name: ParameterName,
  complainOf: (setBy: Parent | null) => Complain,
): HeldValues {
  const found = settingOf(edition, name);
  if (found === undefined) {
    const complain = complainOf(null);
    complain(name, 'is set neither by this text nor by a parent');
    return { values: [], complain };
  }
  const { setting } = found;
  const complain = complainOf(found.setBy);
  for (const { citation } of isBlank(setting) ? [setting] : setting)
    if (citation.lastCheckedOn !== '') readDay(`${name}.lastCheckedOn`, citation.lastCheckedOn, complain);
  if (isBlank(setting)) return { values: [], complain };
  if (setting.length === 0) complain(name, 'has no value on any day');
  const values = setting.map(({ value, holds }) => ({ value, validity: readDays(name, holds, complain) }));
  return { values, complain };
}

/** A day without a value is the edition's own fault, also where the values are a parent's: its days are its own. */
function resolveAt(
  all: ReadonlyMap<ParameterName, HeldValues>,
  at: Instant,
  complain: Complain,
): Parameters | null {
  const resolved: Partial<Record<ParameterName, unknown>> = {};
  for (const [name, { values, complain: complainOfValues }] of all) {
    const [held, another] = values.filter(({ validity }) => covers(validity, at));
    if (another !== undefined) complainOfValues(name, 'has two values on one day');
    else if (held !== undefined) resolved[name] = held.value;
    else if (values.length > 0) complain(name, 'has no value on some day');
  }
  return isComplete(resolved) ? resolved : null;
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
