/** From rows of files to what goes into a running installation. */
import type { AppendOutcome, RegistryStore } from '@gatekeeper/registry-store';
import { encodeRegistryRecord, isMalformed, parseRegistryRow } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { Message } from 'kafkajs';

type Appended = Extract<AppendOutcome, { kind: 'appended' }>;

/** Messages of the lines topic, each with the key that keeps a visit's lines in order. */
export const lineMessages = (ndjson: string): readonly Message[] =>
  ndjson
    .split('\n')
    .filter((row) => row !== '')
    .map((value) => {
      const { fixmedins_code, mdtrt_id }: Readonly<Record<string, string>> = JSON.parse(value);
      return { key: `${fixmedins_code}|${mdtrt_id}`, value };
    });

/** The first load: known from `recorded_at` on, as a file's records are. */
export const loadHistory = (store: RegistryStore, ndjson: string): Promise<Appended> =>
  append(store, ndjson, true);

/** A change of now: known from the moment the store takes it in. */
export const appendNow = (store: RegistryStore, ndjson: string): Promise<Appended> =>
  append(store, ndjson, false);

async function append(store: RegistryStore, ndjson: string, asRecorded: boolean): Promise<Appended> {
  const outcome = await store.append(recordsOf(ndjson), { asRecorded });
  if (outcome.kind !== 'appended')
    throw new Error(`the registry was not written: ${JSON.stringify(outcome)}`);
  return outcome;
}

function recordsOf(ndjson: string): readonly RegistryRecord[] {
  return ndjson
    .split('\n')
    .filter((row) => row !== '')
    .map(recordOf);
}

/** A row of a registry file as the record it is. @throws where it is none. */
export function recordOf(row: string): RegistryRecord {
  const record = parseRegistryRow(Buffer.from(row));
  if (isMalformed(record))
    throw new Error(`not a registry record: ${row}: ${JSON.stringify(record.problems)}`);
  return record;
}

/** The registry of record as a file, each record with the moment it was received. */
export async function exportedRegistry(store: RegistryStore): Promise<string> {
  let ndjson = '';
  for await (const record of store.exportRecords()) ndjson += `${encodeRegistryRecord(record)}\n`;
  return ndjson;
}
