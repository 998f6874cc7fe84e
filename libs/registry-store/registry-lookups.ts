import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { poolOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import type {
  Found,
  InstitutionsAsked,
  ListAsked,
  Listed,
  Moments,
  PageAsked,
  RegisteredPerson,
  Within,
} from './lookup-asked';
import * as statements from './lookup-statements';
import type { RecordCodec } from './record-body';
import { recordOf } from './record-body';

/** The area of an institution as known now, in a transaction of the caller's; `null` for one that is not on file. @throws an outage. */
export async function areaOfInstitution(client: Queryable, fixmedinsCode: string): Promise<string | null> {
  const { rows } = await client.query<{ area: string }>(statements.AREA_OF_INSTITUTION, [fixmedinsCode]);
  return rows[0]?.area ?? null;
}

/**
 * The institutions of areas as known now, by the beginnings of their codes. @param only this one, if it is among them; `null`: each
 * @throws an outage.
 */
export async function institutionsInAreas(
  client: Queryable,
  areas: readonly string[],
  only: string | null,
): Promise<readonly string[]> {
  if (areas.length === 0) return [];
  const { rows } = await client.query<{ fixmedins_code: string }>(statements.INSTITUTIONS_IN_AREAS, [
    areas,
    only,
  ]);
  return rows.map(({ fixmedins_code }) => fixmedins_code);
}

interface FoundRow {
  readonly body: string;
  readonly known_from_ms: number;
}

interface CodedRow extends FoundRow {
  readonly code: string;
}

/** Finds subjects and records: for lists and for whoever does not know a code. Each method @throws an outage. */
export class RegistryLookups {
  constructor(
    private readonly dataSource: DataSource,
    private readonly codec: RecordCodec,
  ) {}

  /** Institutions by area, then by code, each as the record describes it that was held last. */
  async institutions(asked: InstitutionsAsked): Promise<Listed<Found<'institution'>>> {
    const { area = '', text, within, after, limit } = asked;
    const [afterArea, afterCode] = areaAndCodeOf(after);
    const { rows } = await this.client.query<CodedRow & { area: string }>(
      statements.institutionsStatement(text !== undefined),
      [
        ...[timestampText(asked.knownAt), afterArea, afterCode, limit + 1],
        ...[narrowed(within.areas, area), within.institutions, area],
        ...textParameters(text),
      ],
    );
    return pageOf(rows, limit, this.reading('institution'), (row) => `${row.area}|${row.code}`);
  }

  /**
   * Clinicians by code, each as the record describes it that was held last. In reach is who is or was registered at an
   * institution in reach.
   */
  async clinicians({ knownAt, within, text, after, limit }: ListAsked): Promise<Listed<Found<'clinician'>>> {
    const { rows } = await this.client.query<CodedRow>(
      statements.cliniciansStatement(reachOf(within), text !== undefined),
      [
        ...[timestampText(knownAt), after ?? '', limit + 1, within.areas, within.institutions],
        ...textParameters(text),
      ],
    );
    return pageOf(rows, limit, this.reading('clinician'), ({ code }) => code);
  }

  /** Who is registered at an institution at `effectiveAt`, or ever was, by code; deregistrations are not looked at. */
  async registeredAt(
    fixmedinsCode: string,
    { knownAt, effectiveAt, after, limit }: Moments & PageAsked,
  ): Promise<Listed<RegisteredPerson>> {
    const { rows } = await this.client.query<CodedRow>(statements.REGISTERED_AT, [
      fixmedinsCode,
      whenever(effectiveAt),
      timestampText(knownAt),
      after ?? '',
      limit + 1,
    ]);
    const byPerson = new Map<string, FoundRow[]>();
    for (const row of rows) byPerson.set(row.code, [...(byPerson.get(row.code) ?? []), row]);
    const read = this.reading('registration');
    return pageOf(
      [...byPerson].map(([code, registrations]) => ({ code, registrations })),
      limit,
      ({ code, registrations }) => ({ code, registrations: registrations.map(read) }),
      ({ code }) => code,
    );
  }

  /** The sanctions of a document and what names them: restorations, revisions, annulments. In the order of writing. */
  async ofDocument(
    documentNo: string,
    { knownAt, effectiveAt }: Moments,
  ): Promise<readonly RegistryRecord[]> {
    const { rows } = await this.client.query<FoundRow>(statements.OF_DOCUMENT, [
      documentNo,
      whenever(effectiveAt),
      timestampText(knownAt),
    ]);
    return rows.map((row) => this.read(row));
  }

  /** The area of an institution as known now; `null` for one that is not on file. */
  areaOfInstitution(fixmedinsCode: string): Promise<string | null> {
    return areaOfInstitution(this.client, fixmedinsCode);
  }

  /** Every institution where a person is or was registered, or a pharmacy's principal, by code. */
  async institutionsOfClinician(code: string): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ fixmedins_code: string }>(
      statements.INSTITUTIONS_OF_CLINICIAN,
      [code],
    );
    return rows.map(({ fixmedins_code }) => fixmedins_code);
  }

  /** When the last write was received; `null` for an empty registry. Whoever asks as known then sees every write so far. */
  async lastReceivedAt(): Promise<Instant | null> {
    const { rows } = await this.client.query<{ received_at_ms: number | null }>(statements.LAST_RECEIVED_AT);
    const [last] = rows;
    return last === undefined || last.received_at_ms === null ? null : instantOf(last.received_at_ms);
  }

  private get client(): Queryable {
    return poolOf(this.dataSource);
  }

  private read({ body, known_from_ms }: FoundRow): RegistryRecord {
    return recordOf(this.codec, body, instantOf(known_from_ms));
  }

  private reading<Kind extends RegistryRecord['kind']>(kind: Kind): (row: FoundRow) => Found<Kind> {
    return (row) => {
      const record = this.read(row);
      if (!isOfKind(record, kind))
        throw new Defect(`a ${record.kind} was found where a ${kind} was asked for`);
      return record;
    };
  }
}

const isOfKind = <Kind extends RegistryRecord['kind']>(
  record: RegistryRecord,
  kind: Kind,
): record is Found<Kind> => record.kind === kind;

const whenever = (moment: Instant | null): string | null => (moment === null ? null : timestampText(moment));

const textParameters = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : [text.trim(), foldCode(text)];

function areaAndCodeOf(cursor: string | null): readonly [string, string] {
  const [area = '', ...code] = (cursor ?? '').split('|');
  return [area, code.join('|')];
}

/** The prefixes that lie in both: of two where one begins with the other, the longer. */
const narrowed = (prefixes: readonly string[], area: string): readonly string[] => [
  ...new Set(
    prefixes
      .filter((prefix) => prefix.startsWith(area) || area.startsWith(prefix))
      .map((prefix) => (prefix.length > area.length ? prefix : area)),
  ),
];

function reachOf({ areas }: Within): statements.ReachKind {
  if (areas.includes('')) return 'everywhere';
  return areas.length > 0 ? 'areas' : 'institutions';
}

/** One more row than asked for tells that there is a page after. */
function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Listed<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => itemOf(row)),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}
