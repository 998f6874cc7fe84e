/** Payment notices as they come: kept first; what they mean for their lines is worked off behind them (CONTRACT 8, Payments). */
import type { LogMessage, MessageBatch } from '@gatekeeper/stream';
import type { IdentityKey, PaymentNotice } from '@gatekeeper/vocabulary';
import { append, identityKey } from '@gatekeeper/vocabulary';
import { isMalformed, parsePaymentNotice } from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import type { UnreadableMessage } from './line-message';
import { tooLargeToUnpack } from './line-message';
import type { Parts } from './parts';
import { recordFresh } from './recording';
import type { Recording, TopicWork } from './recording';

/**
 * What a message of the payments topic is counted as (CONTRACT 6). `applied`: its line is on file; `ahead`: not yet; `repeat`:
 * the latest notice on file of that settlement says the same.
 */
export const NOTICE_OUTCOMES = ['applied', 'ahead', 'repeat', 'set_aside'] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

interface NoticeMessage {
  readonly message: LogMessage;
  readonly notice: PaymentNotice;
  /** How many fields outside the contract it carried. */
  readonly unknownFields: number;
}

interface ParsedNotices {
  readonly readable: readonly NoticeMessage[];
  readonly unreadable: readonly UnreadableMessage[];
}

export const paymentWork = (parts: Parts): TopicWork => ({
  read: (messages) => {
    const parsed = parseNotices(messages);
    return {
      unreadable: parsed.unreadable,
      beyondMonths: null,
      months: new Set(),
      record: (client, batch) => recordNotices(parts, client, batch, parsed),
    };
  },
});

function parseNotices(messages: readonly LogMessage[]): ParsedNotices {
  const readable: NoticeMessage[] = [];
  const unreadable: UnreadableMessage[] = [];
  for (const message of messages) {
    let unknownFields = 0;
    const parsed =
      tooLargeToUnpack(message) ??
      parsePaymentNotice(message.value, undefined, (names) => (unknownFields += names.length));
    if (isMalformed(parsed)) unreadable.push({ message, malformed: parsed });
    else readable.push({ message, notice: parsed, unknownFields });
  }
  return { readable, unreadable };
}

const recordNotices = (
  parts: Parts,
  client: PoolClient,
  batch: MessageBatch,
  parsed: ParsedNotices,
): Promise<Recording> =>
  recordFresh(parts, client, batch, parsed, async ({ readable, unreadable }, publicationId) => {
    const counts = new Map<NoticeOutcome, number>();
    const count = (outcome: NoticeOutcome): unknown => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const _ of unreadable) count('set_aside');
    if (readable.length > 0) await keep(parts, client, readable, count);
    return {
      ...{ publication: { publicationId }, counts, messages: readable.length + unreadable.length },
      ...{ statements: [], repeats: [], superseded: new Map(), fees: null },
      unknownFields: readable.reduce((sum, { unknownFields }) => sum + unknownFields, 0),
      droppedCharacters: 0,
    };
  });

/** Keeps what is new of it, and has the lines asked. */
async function keep(
  { decisions, registry }: Pick<Parts, 'decisions' | 'registry'>,
  client: PoolClient,
  messages: readonly NoticeMessage[],
  count: (outcome: NoticeOutcome) => unknown,
): Promise<void> {
  const identities = messages.map(({ notice }) => notice.identity);
  const { knownAt } = await registry.openFence(client, []);
  const onFile = await decisions.findOnFile(client, identities);
  const said = new Map<IdentityKey, PaymentNotice[]>();
  for (const [key, notices] of await decisions.findNotices(client, identities)) said.set(key, [...notices]);
  const fresh = messages.filter(({ notice }) => {
    const key = identityKey(notice.identity);
    const latest = said.get(key)?.findLast(({ settlementId }) => settlementId === notice.settlementId);
    if (latest !== undefined && saysTheSame(latest, notice)) {
      count('repeat');
      return false;
    }
    count(onFile.has(key) ? 'applied' : 'ahead');
    append(said, key, notice);
    return true;
  });
  await decisions.appendNotices(
    client,
    fresh.map(({ notice, message: { topic, partition, offset } }) => ({
      notice,
      source: { topic, partition, offset },
    })),
    knownAt,
  );
}

const saysTheSame = (one: PaymentNotice, other: PaymentNotice): boolean =>
  one.paidAt === other.paidAt &&
  one.fundAmount === other.fundAmount &&
  one.pooledAmount === other.pooledAmount;
