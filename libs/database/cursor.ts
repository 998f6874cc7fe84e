import type { Queryable } from './transaction';

/**
 * What a statement gives, page by page, however much it is. The caller's transaction holds the cursor.
 * @param name no other cursor of the transaction has it meanwhile
 */
export async function* readByCursor<Row extends object>(
  client: Queryable,
  name: string,
  select: string,
  values: readonly unknown[],
  pageSize: number,
): AsyncGenerator<readonly Row[]> {
  await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${select}`, [...values]);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${pageSize} FROM ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) break;
  }
  await client.query(`CLOSE ${name}`);
}
