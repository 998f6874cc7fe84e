/** Whom registry records enter on file, and whom they only speak about (CONTRACT 7 "Person"). */
import type { RegistryRecord } from './registry';

/** Whom a record enters on file: the folded code of a person or an institution; `null` where it enters nobody. */
export function enteredBy(record: RegistryRecord): string | null {
  if (record.kind === 'institution') return record.fixmedinsCode;
  return record.kind === 'clinician' || record.kind === 'registration' || record.kind === 'pharmacy_principal'
    ? record.code
    : null;
}

/**
 * Whom a record says something about that bars or lifts, without entering them: whoever has another code on file is not touched
 * by it. `null` where the record enters its subject itself, or names a document alone.
 */
export function spokenOf(record: RegistryRecord): string | null {
  switch (record.kind) {
    case 'sanction':
    case 'restoration':
    case 'revision':
    case 'annulment':
    case 'deregistration':
      return record.code;
    case 'exemption':
      return record.code ?? record.fixmedinsCode;
    case 'institution_status':
    case 'department_status':
      return record.fixmedinsCode;
    case 'clinician':
    case 'institution':
    case 'registration':
    case 'pharmacy_principal':
    case 'withdrawal':
      return null;
  }
}

/** Of a list of records those that speak of nobody whom the list enters, each with the code; corrected ones are left out. */
export function speakingOfNobody(
  records: readonly RegistryRecord[],
): readonly { readonly record: RegistryRecord; readonly code: string }[] {
  const entered = new Set(records.map(enteredBy));
  const corrected = new Set(records.map(({ supersedes }) => supersedes));
  return records.flatMap((record) => {
    const code = spokenOf(record);
    return code === null || entered.has(code) || corrected.has(record.recordId) ? [] : [{ record, code }];
  });
}
