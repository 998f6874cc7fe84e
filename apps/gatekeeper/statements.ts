/** What is said on the topics of decisions and holds, whether it comes from memory or from what was recorded. */
import type { Said } from '@gatekeeper/decision-store';
import type { TopicMessages, TopicNames } from '@gatekeeper/stream';
import type { Decision, HeldLine, LineRevision, MessageKey } from '@gatekeeper/vocabulary';
import { writtenIdentity } from '@gatekeeper/vocabulary';
import { decisionText, holdMessage, holdReleaseMessage } from '@gatekeeper/wire';

const SPOKEN_TO = ['decisions', 'holds'] as const;

export interface Statement {
  readonly to: (typeof SPOKEN_TO)[number];
  /** Of a repeat from the database, as it was first made. */
  readonly key: MessageKey | string;
  readonly value: string;
}

export const decisionStatement = (decision: Decision): Statement => ({
  to: 'decisions',
  key: writtenIdentity(decision.line),
  value: decisionText(decision),
});

export const holdStatement = (held: HeldLine): Statement => ({
  to: 'holds',
  key: writtenIdentity(held.line),
  value: JSON.stringify(holdMessage(held)),
});

export const releaseStatement = (line: LineRevision, releasedBy: string): Statement => ({
  to: 'holds',
  key: writtenIdentity(line),
  value: JSON.stringify(holdReleaseMessage(line, releasedBy)),
});

/** The same again from what was recorded; `null` for a repeat to a topic that is no more. */
export function statementOf(said: Said): Statement | null {
  switch (said.kind) {
    case 'decision':
      return decisionStatement(said.decision);
    case 'hold':
      return holdStatement(said.held);
    case 'release':
      return releaseStatement(said.line, said.releasedBy);
    case 'repeat': {
      const to = SPOKEN_TO.find((one) => one === said.to);
      return to === undefined ? null : { to, key: said.key, value: said.value };
    }
  }
}

/** By topic, in their order; topics to which nothing is said are left out. */
export function messagesOf(statements: readonly Statement[], topics: TopicNames): readonly TopicMessages[] {
  return SPOKEN_TO.map((to) => ({
    topic: topics[to],
    messages: statements
      .filter((statement) => statement.to === to)
      // Encoded here once: measuring a text and encoding it are as much work each.
      .map(({ key, value }) => ({ key, value: Buffer.from(value) })),
  })).filter(({ messages }) => messages.length > 0);
}
