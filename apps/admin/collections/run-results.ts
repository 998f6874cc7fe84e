/** What a run says each institution owes: the port through which the ledger reads runs. */
import type { Queryable } from '@gatekeeper/database';
import type { FrameData, InstitutionResults } from '@gatekeeper/clearing';

export interface ResultsOfRun {
  readonly runId: string;
  /** A prefix of area codes. */
  readonly area: string;
  /** `2025-06`, or `2025`. */
  readonly period: string;
  /** In the order of their codes' bytes. */
  readonly institutions: readonly (InstitutionResults & { readonly fixmedinsCode: string })[];
}

/** `unknown`: no run of that number; `unfinished`: parts are still to be worked; `not_closing`: no period was closed on it for good. */
export type NoResults = 'unknown' | 'unfinished' | 'not_closing';

/** What a run's samples are drawn from. */
export interface FramesOfRun {
  readonly runId: string;
  readonly area: string;
  readonly period: string;
  readonly frames: readonly FrameData[];
}

export interface RunResults {
  /** Of the run on which a period was closed. @throws an outage */
  read(client: Queryable, runId: string): Promise<ResultsOfRun | NoResults>;
  /** Of any finished run. @throws an outage */
  frames(client: Queryable, runId: string): Promise<FramesOfRun | NoResults>;
}

/** Nest's token for `RunResults`. */
export const RUN_RESULTS = Symbol('what runs of clearing say');
