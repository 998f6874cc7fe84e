/** What a run says each institution owes: the port through which the ledger reads runs. */
import type { Queryable } from '@gatekeeper/database';
import type { InstitutionResults } from '@gatekeeper/clearing';

export interface ResultsOfRun {
  readonly runId: string;
  /** A prefix of area codes. */
  readonly area: string;
  /** `2025-06`, or `2025`. */
  readonly period: string;
  /** In the order of their codes' bytes. */
  readonly institutions: readonly (InstitutionResults & { readonly fixmedinsCode: string })[];
}

/** `unknown`: no run of that number; `unfinished`: parts are still to be worked; `not_closing`: its period was not closed on it. */
export type NoResults = 'unknown' | 'unfinished' | 'not_closing';

export interface RunResults {
  /** @throws an outage */
  read(client: Queryable, runId: string): Promise<ResultsOfRun | NoResults>;
}

/** Nest's token for `RunResults`. */
export const RUN_RESULTS = Symbol('what runs of clearing say');
