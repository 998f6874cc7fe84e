/** What this app asks lines with that are on file: it reads and never records, so it needs no topic and no Redis. */
import { Views } from '@gatekeeper/adjudication';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { SettlingSources } from '@gatekeeper/settling';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import type { AdminParts } from '../parts';

/** Nest's token for `SettlingSources`. */
export const SETTLING_SOURCES = Symbol('what lines on file are asked with');

/** Subjects of a forecast that are kept in memory: its pages name the same ones again and again. */
const TIMELINES_KEPT = 20_000;

/**
 * Timelines come from PostgreSQL: a forecast reads one snapshot, in which each subject has one version, and keeps what it
 * has read. Redis is for the stream, and is not asked for what only people wait for.
 */
export const settlingSourcesOf = ({
  background,
  registry,
  policy,
  clock,
  log,
}: Pick<AdminParts, 'background' | 'registry' | 'policy' | 'clock' | 'log'>): SettlingSources => ({
  registry,
  cache: new StatusCache(
    // Its figures are the stream's.
    { registry, codec: registryCodec, redis: null, metrics: { count: () => undefined }, log },
    { maxEntries: TIMELINES_KEPT },
  ),
  views: new Views(),
  decisions: new DecisionStore(background),
  policy: policy.policy,
  clock,
});
