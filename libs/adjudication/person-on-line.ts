import type {
  CheckedPerson,
  CodeFault,
  ExemptionOnFile,
  LoadedEdition,
  PersonPart,
  SanctionOnFile,
  SiteStanding,
} from '@gatekeeper/policy';
import type { Reason, Role } from '@gatekeeper/vocabulary';
import { reasonsOfGoodStanding } from './notes';

/** What `reasonsOfGoodStanding` said last: line after line asks the same of the same person. */
interface RememberedReasons {
  readonly leading: LoadedEdition;
  readonly isInForce: boolean;
  readonly reasons: readonly Reason[];
}

/** A person in one role at one site, as long as nothing about it changes: shared by all lines of that stretch of time. */
export class PersonOnLine implements CheckedPerson {
  /** This person and nobody else. */
  readonly alone: readonly [PersonOnLine] = [this];
  private remembered: RememberedReasons | null = null;

  constructor(
    readonly role: Role,
    readonly code: string,
    readonly fault: CodeFault | null,
    readonly site: SiteStanding | null,
    readonly sanctions: readonly SanctionOnFile[],
    readonly exemptions: readonly ExemptionOnFile[],
  ) {}

  /** Nothing is amiss with that part of this person's standing: no article that looks there has anything to say. */
  isClearIn(part: PersonPart): boolean {
    switch (part) {
      case 'code':
        return this.fault === null;
      case 'site':
        return this.site === null || this.site.faults.length === 0;
      case 'sanctions':
        return this.sanctions.length === 0;
    }
  }

  /** The reasons of a line on which this person stands alone and well, and has no sanction on file. */
  goodStanding(leading: LoadedEdition, isInForce: boolean): readonly Reason[] {
    if (this.remembered?.leading === leading && this.remembered.isInForce === isInForce)
      return this.remembered.reasons;
    const reasons = reasonsOfGoodStanding(leading, isInForce, this.site?.evidence ?? []);
    this.remembered = { leading, isInForce, reasons };
    return reasons;
  }
}

/** A code that stands for no one in the registry. */
export const nobody = (role: Role, code: string, fault: CodeFault): PersonOnLine =>
  new PersonOnLine(role, code, fault, null, NONE, NONE);

const NONE: readonly never[] = [];
