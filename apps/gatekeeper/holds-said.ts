/**
 * Of holds the last record on the topic rules (FORMATS 8). What several partitions and lanes record of one line goes out as
 * each gets to it, and again after a failure: a hold may be said after the end of it. Whoever has said something of a hold
 * looks at what stands then, and says that behind it where it is something else.
 */
import type { HoldStanding } from '@gatekeeper/decision-store';
import type { IdentityKey, LineRevision } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { HoldStatement, Statement } from './statements';
import { holdStatement, releaseStatement } from './statements';

export class HoldsSaid {
  /** The last that was said of a line. */
  private readonly last = new Map<IdentityKey, HoldStatement>();

  add(statements: readonly Statement[]): void {
    for (const statement of statements)
      if (statement.to === 'holds') this.last.set(identityKey(statement.line), statement);
  }

  /** The last message of each line. */
  get messages(): readonly string[] {
    return [...this.last.values()].map(({ value }) => value);
  }

  get lines(): readonly LineRevision[] {
    return [...this.last.values()].map(({ line }) => line);
  }

  /** What has to be said behind it, by what stands. */
  correctedBy(standing: ReadonlyMap<IdentityKey, HoldStanding>): readonly HoldStatement[] {
    return [...this.last].flatMap(([key, { line, value, isRelease }]) => {
      const stands = standing.get(key);
      if (stands === undefined) return [];
      if (stands.held !== null) {
        const statement = holdStatement(stands.held);
        return statement.value === value ? [] : [statement];
      }
      return isRelease || stands.decisionId === null ? [] : [releaseStatement(line, stands.decisionId)];
    });
  }
}
