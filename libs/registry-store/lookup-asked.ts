import type { Instant } from '@gatekeeper/calendar';
import type { RegistrationRecord, RegistryRecord } from '@gatekeeper/vocabulary';

/** The two moments of a question to the registry. */
export interface Moments {
  /** As the registry knew it then. */
  readonly knownAt: Instant;
  /** What held then; `null`: whenever. */
  readonly effectiveAt: Instant | null;
}

/** How far a list reaches: institutions by the beginning of their area, or by code. `{areas: ['']}` is everywhere. */
export interface Within {
  readonly areas: readonly string[];
  readonly institutions: readonly string[];
}

export interface PageAsked {
  /** `next` of the page before; `null`: from the start. */
  readonly after: string | null;
  readonly limit: number;
}

/** A page of a list; `next` is `null` on the last. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What a list of institutions or clinicians is asked for. */
export interface ListAsked extends PageAsked {
  readonly knownAt: Instant;
  readonly within: Within;
  /** Part of the name, or how the code begins. */
  readonly text?: string;
}

export interface InstitutionsAsked extends ListAsked {
  /** How the area code begins. */
  readonly area?: string;
}

/** A person with the registrations at the institution asked for. */
export interface RegisteredPerson {
  readonly code: string;
  readonly registrations: readonly RegistrationRecord[];
}

/** A record found, with how the registry had come to know it. */
export type Found<Kind extends RegistryRecord['kind']> = Extract<RegistryRecord, { kind: Kind }>;
