import { setTimeout as after } from 'node:timers/promises';
import { messageOf } from './faults';

/** `ok`, or the reason why not, in words an operator can act on. */
export type PartHealth = string;
export const OK = 'ok';

/** What a part that fails means for the process: its work goes on without it, or stands still. */
export type WhenFailing = 'degraded' | 'not_ready';

export interface Health {
  readonly ready: boolean;
  /** The parts that fail and that the work goes on without, each with its reason. */
  readonly degraded: Readonly<Record<string, PartHealth>>;
  readonly parts: Readonly<Record<string, PartHealth>>;
}

const PROBE_DEADLINE_MS = 2000;

type Probe = () => PartHealth | Promise<PartHealth>;

/** What `/health/ready` answers from: named parts, each with a probe that says `ok` or a reason. */
export class HealthBoard {
  private readonly watched = new Map<string, { readonly probe: Probe; readonly whenFailing: WhenFailing }>();

  /**
   * A probe may ask a server; one that throws, or takes longer than two seconds, is a part that fails. While it does the
   * process is not ready, unless its work goes on without it (`degraded`). A second probe of a part replaces the first.
   */
  watch(
    part: string,
    probe: Probe,
    { whenFailing = 'not_ready' }: { readonly whenFailing?: WhenFailing } = {},
  ): void {
    this.watched.set(part, { probe, whenFailing });
  }

  /** Ready when every part is `ok` that the work needs. Never throws. */
  async read(): Promise<Health> {
    const answers = await Promise.all(
      [...this.watched].map(async ([part, { probe, whenFailing }]) => {
        const health = await answerOf(probe);
        return { part, health, whenFailing, fails: health !== OK };
      }),
    );
    const named = (some: typeof answers): Health['parts'] =>
      Object.fromEntries(some.map(({ part, health }) => [part, health]));
    return {
      ready: !answers.some(({ fails, whenFailing }) => fails && whenFailing === 'not_ready'),
      degraded: named(answers.filter(({ fails, whenFailing }) => fails && whenFailing === 'degraded')),
      parts: named(answers),
    };
  }
}

async function answerOf(probe: Probe): Promise<PartHealth> {
  const deadline = new AbortController();
  const late = after(PROBE_DEADLINE_MS, `no answer within ${PROBE_DEADLINE_MS} ms`, {
    signal: deadline.signal,
    ref: false,
  }).catch(messageOf); // aborted below once the probe has answered; nobody reads it then
  try {
    return await Promise.race([probe(), late]);
  } catch (error) {
    return messageOf(error);
  } finally {
    deadline.abort();
  }
}
