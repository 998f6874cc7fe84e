/** Walks over everything on either side, a page at a time. */
import type { Queryable } from '@gatekeeper/database';
import type { RegistryStore } from '@gatekeeper/registry-store';
import { subjectsAfter } from '@gatekeeper/registry-store';
import type { RedisEntries } from '@gatekeeper/status-cache';

/** Subjects in one page: what a walk holds at once. */
export const PAGE_SIZE = 500;

/** Every subject on file after `start`; one that comes on file meanwhile may or may not come. */
export async function* everySubject(
  client: Queryable,
  start: string | null = null,
): AsyncGenerator<readonly string[]> {
  for (let after = start; ;) {
    const page = await subjectsAfter(client, after, PAGE_SIZE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE_SIZE) return;
    after = last;
  }
}

export interface EntriesSeen {
  readonly entries: number;
  /** Of these, the subjects that the registry does not know. */
  readonly unknown: readonly string[];
}

/** Every entry in Redis. */
export async function* everyEntry(
  entries: RedisEntries,
  registry: RegistryStore,
  client: Queryable,
): AsyncGenerator<EntriesSeen> {
  for await (const subjects of entries.subjects()) {
    const versions = await registry.versions(client, subjects);
    const unknown = [...versions].filter(([, version]) => version === 0).map(([subject]) => subject);
    yield { entries: subjects.length, unknown };
  }
}
