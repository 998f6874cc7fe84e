/** The policy a process decides by: its installation's, which its own settings may repeat and never change (CONTRACT 6). */
import { retryUntil } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import type { LoadedPolicy, StatedPolicy } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { firstPolicy, policyToAdopt } from './adoption';
import { differencesOf } from './differences';

/** What settings are problems of, as `settingOf` takes them. */
type ReadInForce =
  | { readonly ok: true; readonly value: LoadedPolicy }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface Asking {
  /** As the adoption names it. */
  readonly processName: string;
  readonly log: Log;
  /** Ends the waiting for a database that does not answer. */
  readonly signal: AbortSignal;
}

/**
 * The policy of the installation, after what this process states was compared with it. Where none was adopted yet (a database
 * brought up without `npm run migrate`), the first process adopts its own.
 */
export async function policyInForce(
  dataSource: DataSource,
  stated: StatedPolicy,
  { processName, log, signal }: Asking,
): Promise<ReadInForce> {
  const alone = policyToAdopt(stated, null);
  if (!alone.ok) return alone;
  const holding = await retryUntil(
    signal,
    () => firstPolicy(dataSource, alone.value, `first start of ${processName}`),
    { describe: 'reading the adopted policy', onRetry: ({ line }) => log.warn(line) },
  );
  const own = policyToAdopt(stated, holding);
  if (!own.ok) return own;
  const differences = differencesOf(holding, own.value.texts, 'this process');
  return differences.length === 0
    ? { ok: true, value: own.value.loaded }
    : { ok: false, problems: [...differences, WHAT_TO_DO] };
}

const WHAT_TO_DO =
  'the installation decides by what its database holds: unset PACK_MAP and PACK_VALUES, or adopt these settings with `npx gatekeeper policy --adopt --by NAME`, and start every process again';
