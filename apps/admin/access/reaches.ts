/** Whom a case is about. */
export interface CaseParties {
  readonly fixmedinsCode: string | null;
  readonly clinicianCode: string | null;
}

/** Where subjects belong, so that the guard can tell whose they are. Each @throws an outage. */
export interface Reaches {
  /** The area code of an institution, as known now; `null` for one that is not on file. */
  areaOfInstitution(fixmedinsCode: string): Promise<string | null>;
  /** Every institution where a clinician is or was registered. */
  institutionsOfClinician(clinicianCode: string): Promise<readonly string[]>;
  /** `null` for a case that is not on file. */
  partiesOfCase(caseId: string): Promise<CaseParties | null>;
}

/** Nest's token for `Reaches`. */
export const REACHES = Symbol('reaches');
