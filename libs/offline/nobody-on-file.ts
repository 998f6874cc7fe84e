/** Facts about codes that are not on file are listed with a count where files are loaded (CONTRACT 7 "Person"). */
import { speakingOfNobody } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';

const MOST_NAMED = 5;
const SHOWN_OF_A_CODE = 4;

/** A row that names nobody: its id, and the code it gives. */
export interface NamesNobody {
  readonly id: string;
  readonly code: string;
}

/** Of a registry file the records about whom it does not enter itself. */
export const namingNobody = (records: readonly RegistryRecord[]): readonly NamesNobody[] =>
  speakingOfNobody(records).map(({ record, code }) => ({ id: record.recordId, code }));

/** In one line, the first of them by id and masked code; empty where everybody is on file. */
export function nobodyOnFileText(rows: readonly NamesNobody[], noun: 'record' | 'finding'): string {
  if (rows.length === 0) return '';
  const named = rows.slice(0, MOST_NAMED).map(({ id, code }) => `${id} (${masked(code)})`);
  const more = rows.length > MOST_NAMED ? `, and ${rows.length - MOST_NAMED} more` : '';
  const names = rows.length === 1 ? `${noun} names` : `${noun}s name`;
  return `${rows.length} ${names} nobody on file: ${named.join(', ')}${more}\n`;
}

/** In one line, the first of them by id and document; empty where each document is on file. */
export function waitingForDocumentsText(
  rows: readonly { readonly id: string; readonly documentNo: string }[],
): string {
  if (rows.length === 0) return '';
  const named = rows.slice(0, MOST_NAMED).map(({ id, documentNo }) => `${id} (${documentNo})`);
  const more = rows.length > MOST_NAMED ? `, and ${rows.length - MOST_NAMED} more` : '';
  const wait = rows.length === 1 ? 'record waits for a document' : 'records wait for documents';
  return `${rows.length} ${wait} not on file: ${named.join(', ')}${more}\n`;
}

/** The beginning of a code, by which its kind is known, and how long it is; never whom it names. */
function masked(code: string): string {
  const characters = Array.from(code);
  return characters.length <= SHOWN_OF_A_CODE
    ? `${characters.length} characters`
    : `${characters.slice(0, SHOWN_OF_A_CODE).join('')}***, ${characters.length} characters`;
}
