/**
 * Of holds the last record on the topic rules (CONTRACT 8). What several partitions and lanes record of one line goes out as
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
  /** Lines of which somebody else may have said anything behind it. */
  private readonly doubted = new Set<IdentityKey>();

  add(statements: readonly Statement[]): void {
    for (const statement of statements)
      if (statement.to === 'holds') {
        this.last.set(identityKey(statement.line), statement);
        this.doubted.delete(identityKey(statement.line));
      }
  }

  /** Others have said something of all of these lines, in whole or in part: what stands has to be said, whatever that is. */
  doubt(): void {
    for (const key of this.last.keys()) this.doubted.add(key);
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
    return [...this.last].flatMap(([key, said]) => {
      const stands = standing.get(key);
      if (stands === undefined) return [];
      const { line, value, isRelease } = said;
      const isDoubted = this.doubted.has(key);
      if (stands.held !== null) {
        const statement = holdStatement(stands.held);
        return statement.value === value && !isDoubted ? [] : [statement];
      }
      // That it no longer waits was said as it was recorded, by whatever it was released.
      if (isRelease) return isDoubted ? [said] : [];
      return stands.decisionId === null ? [] : [releaseStatement(line, stands.decisionId)];
    });
  }
}
