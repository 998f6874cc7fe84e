/** Of records that are written, or would be, those that meet nothing: nobody and no document on file with them. */
import type { Queryable } from '@gatekeeper/database';
import type { RegistryStore } from '@gatekeeper/registry-store';
import { enteredBy, isSanctionReference } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { namingNobody } from '@gatekeeper/offline';
import type { NamesNobody } from '@gatekeeper/offline';

const MOST_ASKED_AT_ONCE = 1_000;

/** Those about whom neither the records nor the registry has entered. @param client in a transaction of the caller's */
export async function namingNobodyIn(
  store: Pick<RegistryStore, 'timelines'>,
  records: readonly RegistryRecord[],
  client?: Queryable,
): Promise<readonly NamesNobody[]> {
  const rows = namingNobody(records);
  const codes = [...new Set(rows.map(({ code }) => code))];
  const onFile = new Set<string>();
  for (let from = 0; from < codes.length; from += MOST_ASKED_AT_ONCE) {
    const timelines = await store.timelines(codes.slice(from, from + MOST_ASKED_AT_ONCE), client);
    for (const [code, { records: known }] of timelines)
      if (known.some(({ fact }) => enteredBy(fact) === code)) onFile.add(code);
  }
  return rows.filter(({ code }) => !onFile.has(code));
}

interface SanctionedRow {
  document_no: string;
  code: string;
}

/** Restorations, revisions and annulments of documents by which nobody whom they name is sanctioned: they wait (CONTRACT 7, Sanction). */
export async function waitingForDocuments(
  client: Queryable,
  records: readonly RegistryRecord[],
): Promise<readonly { readonly id: string; readonly documentNo: string }[]> {
  const references = records.filter(isSanctionReference);
  const { rows } = await client.query<SanctionedRow>(
    `SELECT DISTINCT document_no, code FROM registry_record WHERE kind = 'sanction' AND document_no = ANY ($1::text[])`,
    [[...new Set(references.map(({ documentNo }) => documentNo))]],
  );
  const sanctioned: SanctionedRow[] = [
    ...rows,
    ...records.flatMap((record) =>
      record.kind === 'sanction' ? [{ document_no: record.documentNo, code: record.code }] : [],
    ),
  ];
  const met = new Set(
    sanctioned.flatMap(({ document_no, code }) => [document_no, JSON.stringify([document_no, code])]),
  );
  return references
    .filter(
      ({ documentNo, code }) => !met.has(code === null ? documentNo : JSON.stringify([documentNo, code])),
    )
    .map(({ recordId, documentNo }) => ({ id: recordId, documentNo }));
}
