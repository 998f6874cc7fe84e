/**
 * Messages that came for a visit of a detached period are settled once it is attached again, in the order in which they came
 * (CONTRACT 9). The work of lane 0 of the sweep, by whoever has its lock.
 */
import { inTransaction } from '@gatekeeper/database';
import { LineRaced, PeriodDetached } from '@gatekeeper/decision-store';
import type { WaitingMessage } from '@gatekeeper/decision-store';
import { Defect, Outage } from '@gatekeeper/runtime';
import type { LogMessage } from '@gatekeeper/stream';
import type { PoolClient } from 'pg';
import type { BatchOutcome } from './batch-outcome';
import { BatchRecording } from './batch-recording';
import { lineWork } from './line-work';
import { parseMessages } from './line-message';
import { notAttachedYet, orOutage } from './or-outage';
import type { Parts } from './parts';
import type { Publications } from './publications';
import { defectOf } from './quarantine';
import { lane } from './sweep-lanes';

const LANE = lane(0);
/** Messages at once: each may be of a month of fees of its own, and a transaction locks the partitions of each. */
const MESSAGES_AT_ONCE = 100;
const RACES_BEFORE_PAUSE = 10;

type Settled = 'nothing_left' | 'unfinished' | BatchOutcome;

export class WaitingMessages {
  /** Visits of which a message fails: its later ones wait behind it. */
  private failed: { readonly visit: WaitingMessage['visit']; readonly fault: unknown }[] = [];
  private taken: readonly WaitingMessage[] = [];

  constructor(
    private readonly parts: Parts,
    private readonly publications: Publications,
  ) {}

  /** @returns false when there is nothing that can be settled now. @throws Outage */
  async settleSome(ends: AbortSignal): Promise<boolean> {
    for (let atMost = MESSAGES_AT_ONCE; !ends.aborted;) {
      try {
        const settled = await this.settle(atMost);
        if (settled === 'nothing_left') return false;
        if (settled !== 'unfinished') await this.publications.publish(LANE, settled, []);
        else await this.publications.finish(LANE);
        return true;
      } catch (error) {
        if (error instanceof Outage) throw error;
        if (atMost > 1) {
          atMost = Math.ceil(atMost / 2);
          continue;
        }
        const [message] = this.taken;
        if (message === undefined) throw error;
        const { topic, partition, offset, visit } = message;
        this.failed.push({ visit, fault: error });
        const where = { topic, partition, offset, defect: defectOf(error) };
        this.parts.log.error(where, 'a defect keeps a message that waited from being settled');
      }
    }
    return false;
  }

  /** @throws Defect when some could not be settled since this was last asked: the next round tries them again. */
  demandNoFailure(): void {
    const [first] = this.failed;
    const count = this.failed.length;
    this.failed = [];
    if (first !== undefined)
      throw new Defect(
        `messages of ${count} visits that waited could not be settled, the first: ${defectOf(first.fault)}`,
      );
  }

  private async settle(atMost: number): Promise<Settled> {
    for (let races = 0; races < RACES_BEFORE_PAUSE; races++) {
      try {
        return await orOutage(() =>
          inTransaction(this.parts.background, (client) => this.settleIn(client, atMost)),
        );
      } catch (error) {
        // A period that is detached anew at this moment: what is of it is not taken again.
        if (error instanceof PeriodDetached && races === RACES_BEFORE_PAUSE - 1)
          throw notAttachedYet(error, 'messages that came for it');
        if (!(error instanceof LineRaced || error instanceof PeriodDetached)) throw error;
      }
    }
    throw new Outage('PostgreSQL', 'lines that messages waited for keep being recorded by a batch');
  }

  private async settleIn(client: PoolClient, atMost: number): Promise<Settled> {
    const { stream, decisions } = this.parts;
    const { open, publicationId, nextOffset } = await stream.openPosition(client, LANE);
    if (open.length > 0) return 'unfinished';
    this.taken = await decisions.takeWaiting(
      client,
      atMost,
      this.failed.map(({ visit }) => visit),
    );
    if (this.taken.length === 0) return 'nothing_left';
    const messages = this.taken.map(messageOf);
    const { readable, unreadable } = parseMessages(messages);
    if (unreadable.length > 0) throw new Defect('a message that waited can no longer be read');
    await decisions.ensureMonths(lineWork(this.parts).read(messages).months);
    const outcome = await BatchRecording.settleWaiting(this.parts, client, readable, publicationId);
    // A batch that records a refund beside one of these at this moment may not see what they came to.
    await decisions.addDueForRefunds(
      client,
      [...outcome.decisions, ...outcome.holds, ...outcome.releases].map(({ line }) => line),
      'status_change',
    );
    const { fees, superseded, repeats } = outcome;
    await stream.recordPublication(
      client,
      {
        ...LANE,
        ...{ publicationId, firstOffset: nextOffset, messages: 0, dispositions: new Map() },
        ...{ superseded, fees, repeats },
      },
      { ...LANE, nextOffset: nextOffset + BigInt(this.taken.length) },
    );
    // They were counted as they came.
    outcome.counts.clear();
    outcome.messages = 0;
    return outcome;
  }
}

const messageOf = ({ topic, partition, offset, key, value, timestamp }: WaitingMessage): LogMessage => ({
  ...{ topic, partition, offset, key, value, timestamp },
  headers: {},
});
