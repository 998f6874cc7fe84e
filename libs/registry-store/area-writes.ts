import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import { currentVersion, PATIENT_STATEMENTS } from './append';

/** The last registry write about institutions of an area. */
export interface AreaWrite {
  /** The first digits of the institutions' administrative division: four are a city's. */
  readonly area: string;
  /** By the store's own clock, ms since 1970. */
  readonly receivedAtMs: number;
}

interface AreaRow {
  area: string | null;
  received_at_ms: number;
}

/**
 * The last write of each area among the writes later than `afterVersion`. Read through the writes' own index: the work is
 * that of what is new. Records that name no institution count for no area.
 * @param client inside a transaction.
 */
export async function lastWritesByArea(
  client: Queryable,
  afterVersion: number,
  digits: number,
): Promise<{ readonly version: number; readonly areas: readonly AreaWrite[] }> {
  // A registry of ten million records is read once in a process's life; afterwards only what is new.
  await client.query(PATIENT_STATEMENTS);
  const version = await currentVersion(client);
  if (version <= afterVersion) return { version, areas: [] };
  const { rows } = await client.query<AreaRow>(LAST_WRITES, [afterVersion, version, digits]);
  const areas = rows.flatMap(({ area, received_at_ms }) =>
    area === null ? [] : [{ area, receivedAtMs: received_at_ms }],
  );
  return { version, areas };
}

const LAST_WRITES = `
  WITH named AS (
    SELECT r.fixmedins_code, max(c.received_at) AS received_at
    FROM registry_commit c JOIN registry_record_written r ON r.write_id = c.write_id
    WHERE c.version > $1 AND c.version <= $2 AND r.fixmedins_code IS NOT NULL
    GROUP BY r.fixmedins_code
  )
  SELECT left(i.area, $3::integer) AS area, ${epochMsOf('max(named.received_at)')} AS received_at_ms
  FROM named CROSS JOIN LATERAL (
    SELECT described.area FROM registry_record_written described
    WHERE described.kind = 'institution' AND described.fixmedins_code COLLATE "C" = named.fixmedins_code
      AND described.area IS NOT NULL
    LIMIT 1
  ) AS i
  GROUP BY 1`;
