/** Seals of closed periods: one log an area, without a gap; append-only. */
import type { Queryable } from '@gatekeeper/database';

export interface PeriodSeal {
  readonly area: string;
  /** In the area's log, from 0. */
  readonly position: number;
  /** `<area>/<period>` */
  readonly origin: string;
  readonly closingId: string;
  /** JSON, as it is given out. */
  readonly seal: string;
}

/** The area's log, the earliest first. */
export async function sealsOf(client: Queryable, area: string): Promise<readonly PeriodSeal[]> {
  const { rows } = await client.query<{ position: number; origin: string; closing_id: string; seal: string }>(
    'SELECT position, origin, closing_id::text, seal FROM period_seal WHERE area = $1 ORDER BY position',
    [area],
  );
  return rows.map(({ position, origin, closing_id, seal }) => ({
    area,
    position,
    origin,
    closingId: closing_id,
    seal,
  }));
}

/** Behind `lockClosings`. */
export async function keepSeal(
  client: Queryable,
  { area, position, origin, closingId, seal }: PeriodSeal,
): Promise<void> {
  await client.query(
    'INSERT INTO period_seal (area, position, origin, closing_id, seal) VALUES ($1, $2, $3, $4, $5)',
    [area, position, origin, closingId, seal],
  );
}
