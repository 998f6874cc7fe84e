/** What is said on the topics of decisions and holds, whether it comes from memory or from what was recorded. */
import type { Said } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { TopicMessages, TopicNames } from '@gatekeeper/stream';
import type { Decision, HeldLine, LineRevision, MessageKey } from '@gatekeeper/vocabulary';
import { writtenIdentity } from '@gatekeeper/vocabulary';
import {
  decisionText,
  holdMessage,
  holdReleaseMessage,
  isMalformed,
  parseHoldMessage,
} from '@gatekeeper/wire';

const SPOKEN_TO = ['decisions', 'holds'] as const;

interface Worded {
  /** Of a repeat from the database, as it was first made. */
  readonly key: MessageKey | string;
  readonly value: string;
}

export interface DecisionStatement extends Worded {
  readonly to: 'decisions';
}

/** That a line is held, or is no longer. */
export interface HoldStatement extends Worded {
  readonly to: 'holds';
  readonly line: LineRevision;
  readonly isRelease: boolean;
}

export type Statement = DecisionStatement | HoldStatement;

export const decisionStatement = (decision: Decision): DecisionStatement => ({
  to: 'decisions',
  key: writtenIdentity(decision.line),
  value: decisionText(decision),
});

export const holdStatement = (held: HeldLine): HoldStatement => ({
  to: 'holds',
  key: writtenIdentity(held.line),
  value: JSON.stringify(holdMessage(held)),
  line: held.line,
  isRelease: false,
});

export const releaseStatement = (line: LineRevision, releasedBy: string): HoldStatement => ({
  to: 'holds',
  key: writtenIdentity(line),
  value: JSON.stringify(holdReleaseMessage(line, releasedBy)),
  line,
  isRelease: true,
});

/** The same again from what was said on the topic of holds. @throws a defect where it cannot be read: only this app says it */
export function holdStatementFrom(value: string): HoldStatement {
  const said = parseHoldMessage(value);
  if (isMalformed(said)) throw new Defect('a hold was said that cannot be read');
  const { line, kind } = said;
  return { to: 'holds', key: writtenIdentity(line), value, line, isRelease: kind === 'release' };
}

/** The same again from what was recorded; `null` for a repeat to a topic that is no more. */
export function statementOf(said: Said): Statement | null {
  switch (said.kind) {
    case 'decision':
      return decisionStatement(said.decision);
    case 'hold':
      return holdStatement(said.held);
    case 'release':
      return releaseStatement(said.line, said.releasedBy);
    case 'repeat':
      return repeatOf(said);
  }
}

function repeatOf({ to, key, value }: Extract<Said, { readonly kind: 'repeat' }>): Statement | null {
  switch (SPOKEN_TO.find((one) => one === to)) {
    case 'decisions':
      return { to: 'decisions', key, value };
    case 'holds':
      return { ...holdStatementFrom(value), key };
    case undefined:
      return null;
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
