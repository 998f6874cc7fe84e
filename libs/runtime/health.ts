import { setTimeout as after } from 'node:timers/promises';
import { messageOf } from './faults';

/** `ok`, or the reason why not, in words an operator can act on. */
export type PartHealth = string;
export const OK = 'ok';

export interface Health {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartHealth>>;
}

const PROBE_DEADLINE_MS = 2000;

/** What `/health/ready` answers from: named parts, each with a probe that says `ok` or a reason. */
export class HealthBoard {
  private readonly probes = new Map<string, () => PartHealth | Promise<PartHealth>>();

  /** A probe may ask a server; one that throws, or takes longer than two seconds, is a part that fails. */
  watch(part: string, probe: () => PartHealth | Promise<PartHealth>): void {
    this.probes.set(part, probe);
  }

  /** Ready when every part is `ok`. Never throws. */
  async read(): Promise<Health> {
    const answers = await Promise.all(
      [...this.probes].map(async ([part, probe]) => [part, await answerOf(probe)] as const),
    );
    return { ready: answers.every(([, health]) => health === OK), parts: Object.fromEntries(answers) };
  }
}

async function answerOf(probe: () => PartHealth | Promise<PartHealth>): Promise<PartHealth> {
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
