/** Answers what records would change, at once or not at all: whoever asks waits for it. */
import { inSnapshot } from '@gatekeeper/database';
import { conflict } from '../http/refusals';
import { namedProblem, Refused } from '@gatekeeper/http';
import { whatIf } from '@gatekeeper/settling';
import type { Proposal, SettlingSources, WhatIf } from '@gatekeeper/settling';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import type { AdminParts } from '../parts';

/** Longer than a hundred thousand lines take, and shorter than people and proxies wait. */
const LONGEST_MS = 50_000;
const STATEMENT_TIMED_OUT = '57014';

export interface RecordsAsked {
  /** Composed in the snapshot that the answer is read from. */
  readonly records: (client: PoolClient) => Promise<readonly RegistryRecord[]>;
  /** @throws Refused where the caller may not ask about those whom they touch. */
  readonly mayTouch?: (proposal: Proposal) => Promise<void>;
}

export class WhatIfDesk {
  constructor(
    private readonly parts: Pick<AdminParts, 'background'>,
    private readonly sources: SettlingSources,
  ) {}

  /** @throws Refused: a write would not take them, or there are too many lines to answer at once. */
  async answer({ records, mayTouch }: RecordsAsked): Promise<WhatIf> {
    const until = performance.now() + LONGEST_MS;
    let lines = 0;
    try {
      const answer = await inSnapshot(this.parts.background, async (client) => {
        await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
        return whatIf(this.sources, client, {
          records: await records(client),
          onSubjects: mayTouch,
          onLines: (more) => {
            lines += more;
            if (performance.now() > until) throw tooLarge(lines);
          },
        });
      });
      if ('kind' in answer) throw notTaken(answer.kind, answer.recordIds);
      return answer;
    } catch (error) {
      if (isTimedOut(error)) throw tooLarge(lines);
      throw error;
    }
  }
}

const isTimedOut = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === STATEMENT_TIMED_OUT;

const tooLarge = (lines: number): Refused =>
  new Refused(
    namedProblem('what-if-too-large', {
      title: 'It touches too many lines to be answered at once（涉及明细过多，无法即时试算）',
      status: 422,
      detail: `${lines} lines were looked at in ${LONGEST_MS / 1000} s, and there are more: have an operator run gatekeeper what-if, which takes its time（请由运维人员运行 gatekeeper what-if）`,
    }),
  );

const notTaken = (kind: 'conflict' | 'ring', recordIds: readonly string[]): Refused =>
  kind === 'conflict'
    ? conflict(
        'record-id-taken',
        'These record_ids are taken by other content（记录编号已被占用）',
        `A correction is a new record with supersedes（更正须为新记录）: ${recordIds.join(', ')}`,
      )
    : conflict(
        'records-in-a-ring',
        'Records would correct each other in a ring（更正记录互相循环）',
        `None of them would hold（循环中的记录都不成立）: ${recordIds.join(', ')}`,
      );
