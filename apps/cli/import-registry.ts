import { badRegistry, namingNobody, nobodyOnFileText, readRegistryFile, sizeOf } from '@gatekeeper/offline';
import type { NamesNobody } from '@gatekeeper/offline';
import { RegistryStore } from '@gatekeeper/registry-store';
import { Defect, messageOf } from '@gatekeeper/runtime';
import { enteredBy } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { listed, UsageError } from './ending';

export interface ImportOptions {
  readonly registry: string;
  readonly asRecorded?: boolean;
  readonly skipBad?: boolean;
}

/** Writes a registry file through the one door, all or none, and prints what became of it. */
export async function importRegistry({
  registry: path,
  asRecorded = false,
  skipBad = false,
}: ImportOptions): Promise<void> {
  const settings = databaseOrUsageError();
  sizeOf(path);
  const { records, bad } = await readRegistryFile(path);
  if (bad.length > 0) {
    const named = badRegistry(path, bad);
    if (!skipBad) throw named;
    process.stderr.write(`${bad.length} bad row(s) left out\n${listed(named.details)}`);
  }
  await onDatabase(settings, 'gatekeeper import', async (dataSource) => {
    const store = new RegistryStore(dataSource, registryCodec, { onLeftBehind });
    const outcome = await store.appendInBulk(records, { asRecorded, tellsSubjects: false });
    switch (outcome.kind) {
      case 'appended':
        process.stdout.write(`${outcome.added} added, ${outcome.unchanged} unchanged\n`);
        process.stderr.write(nobodyOnFileText(await namingNobodyIn(store, records), 'record'));
        return;
      case 'conflict':
        throw new UsageError(
          'nothing was written: these record_ids are on file with other content; a correction is a new record with `supersedes`',
          outcome.recordIds,
        );
      case 'overlap':
        throw new UsageError(
          'nothing was written: these records correct one another and hold for the same time; supersede what no longer holds',
          outcome.recordIds,
        );
      case 'ring':
        throw new UsageError(
          'nothing was written: these records, with those on file, correct each other in a ring; none of them would hold',
          outcome.recordIds,
        );
      case 'stale':
        throw new Defect(`an import expects no version, yet ${outcome.subjects.join(', ')} are stale`);
      case 'as_recorded_refused':
        throw new UsageError(
          'nothing was written: decisions exist, so history can no longer be loaded as recorded',
        );
    }
  });
}

/** What is left is nothing that anybody sees: the outcome stands. */
const onLeftBehind = (error: unknown): void =>
  void process.stderr.write(
    `something is left to be tidied up, which the gatekeeper or the next import does: ${messageOf(error)}\n`,
  );

const MOST_ASKED_AT_ONCE = 1_000;

/** Of the records of a file those about whom neither the file nor the registry has entered. */
async function namingNobodyIn(
  store: RegistryStore,
  records: readonly RegistryRecord[],
): Promise<readonly NamesNobody[]> {
  const rows = namingNobody(records);
  const codes = [...new Set(rows.map(({ code }) => code))];
  const onFile = new Set<string>();
  for (let from = 0; from < codes.length; from += MOST_ASKED_AT_ONCE) {
    const timelines = await store.timelines(codes.slice(from, from + MOST_ASKED_AT_ONCE));
    for (const [code, { records: known }] of timelines)
      if (known.some(({ fact }) => enteredBy(fact) === code)) onFile.add(code);
  }
  return rows.filter(({ code }) => !onFile.has(code));
}
