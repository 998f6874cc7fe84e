/** Holds end by values and editions of packs as by anything else that was missing (CONTRACT 8): a new policy asks all that wait once. */
import { askHoldsBy } from '@gatekeeper/decision-store';
import type { Loop } from '@gatekeeper/runtime';
import { editionsText, packMapText } from '@gatekeeper/wire';
import type { LoadedPolicy } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { orOutage } from './or-outage';

const TRY_EVERY_MS = 60_000;

/** Done once in the life of a process, which decides by one policy: a gatekeeper is started again where another is adopted. */
export function holdsAskedLoop(dataSource: DataSource, loaded: LoadedPolicy): Loop {
  let isDone = false;
  return {
    name: 'holds asked by the policy in force',
    everyMs: TRY_EVERY_MS,
    work: async () => {
      if (!isDone) await orOutage(() => askHoldsBy(dataSource, policyName(loaded)));
      isDone = true;
    },
  };
}

/** The same for all who decide alike. */
export const policyName = (loaded: LoadedPolicy): string =>
  `${packMapText(loaded.map)} ${editionsText(loaded)}`;
