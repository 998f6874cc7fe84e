/** What `/metrics` says (Prometheus text), as far as tests ask. */

/** By name and labels, `gatekeeper_lines_total{outcome="held"}`. */
export type Counters = ReadonlyMap<string, number>;

const SAMPLE = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?) (\S+)$/;

export function readCounters(text: string): Counters {
  const counters = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name !== undefined) counters.set(name, Number(value));
  }
  return counters;
}

export const OUTCOMES = [
  'accept',
  'reject',
  'claw_back',
  'held',
  'set_aside',
  'resend',
  'void',
  'fact',
] as const;
export type CountedOutcome = (typeof OUTCOMES)[number];

export interface Conservation {
  readonly read: number;
  readonly byOutcome: Readonly<Record<CountedOutcome, number>>;
  readonly sum: number;
}

/** Messages in, and their first dispositions. @throws when one of the counters is not there. */
export function conservationOf(counters: Counters): Conservation {
  const byOutcome = {
    accept: counted(counters, 'accept'),
    reject: counted(counters, 'reject'),
    claw_back: counted(counters, 'claw_back'),
    held: counted(counters, 'held'),
    set_aside: counted(counters, 'set_aside'),
    resend: counted(counters, 'resend'),
    void: counted(counters, 'void'),
    fact: counted(counters, 'fact'),
  };
  return {
    read: valueOf(counters, 'gatekeeper_lines_read_total'),
    byOutcome,
    sum: Object.values(byOutcome).reduce((sum, count) => sum + count, 0),
  };
}

const NOTICE_OUTCOMES = ['applied', 'ahead', 'repeat', 'set_aside'] as const;

/** Payment notices in, and what they were. @throws when one of the counters is not there, or they do not balance. */
export function noticesOf(
  counters: Counters,
): Readonly<Record<'read' | (typeof NOTICE_OUTCOMES)[number], number>> {
  const of = (outcome: string): number =>
    valueOf(counters, `gatekeeper_payments_total{outcome="${outcome}"}`);
  const read = valueOf(counters, 'gatekeeper_payments_read_total');
  const sum = NOTICE_OUTCOMES.reduce((all, outcome) => all + of(outcome), 0);
  if (sum !== read) throw new Error(`${read} payment notices were read, and ${sum} counted`);
  return {
    read,
    applied: of('applied'),
    ahead: of('ahead'),
    repeat: of('repeat'),
    set_aside: of('set_aside'),
  };
}

const counted = (counters: Counters, outcome: CountedOutcome): number =>
  valueOf(counters, `gatekeeper_lines_total{outcome="${outcome}"}`);

function valueOf(counters: Counters, name: string): number {
  const value = counters.get(name);
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return value;
}
