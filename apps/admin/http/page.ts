import { TextField, WholeField } from './fields';

const LONGEST_CURSOR = 400;

/** Which part of a list is asked for. */
export class PageQuery {
  @WholeField({ min: 1, max: 200, optional: true, description: 'How many items at most' })
  limit = 50;

  @TextField({ max: LONGEST_CURSOR, optional: true, description: '`next` of the page before' })
  after?: string;
}

/** A part of a list; `next` is where the following part begins, `null` after the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A page out of rows of which one more than `limit` was read. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(last) : null;
  return { items: shown.map(itemOf), next };
}
