/** What is to be known of a line that ended otherwise than it should have, so that a rare interleaving need not come twice. */
import type { HandDriven } from './hand-driven';
import type { LateEvent, LateHistory } from './late-histories';

export interface Story {
  readonly ended: string;
  readonly seed: number | null;
  /** Of its visit's institution, in their order. */
  readonly events: readonly LateEvent[];
  /** The texts of what was said of it, in the order in which it was said. */
  readonly said: readonly string[];
  /** Its rows that tell what is still to be done. */
  readonly rows: Readonly<Record<string, readonly object[]>>;
}

/** Of each line that stands otherwise than expected. Empty: none does. */
export async function storiesOf(
  driven: HandDriven,
  histories: readonly LateHistory[],
  standing: readonly string[],
  expected: readonly string[],
): Promise<readonly Story[]> {
  const is = new Set(standing);
  const should = new Set(expected);
  const differing = [
    ...standing.filter((text) => !should.has(text)).map((text) => `is ${text}`),
    ...expected.filter((text) => !is.has(text)).map((text) => `should be ${text}`),
  ];
  const stories: Story[] = [];
  for (const ended of differing) {
    const [, site = '', visit = ''] = /\["([^"]*)","([^"]*)"/.exec(ended) ?? [];
    const history = histories.find(({ number }) => `V${number}` === visit);
    const rows: Record<string, readonly object[]> = {};
    for (const table of [
      'line_identity',
      'payment_notice',
      'line_due',
      'line_turning',
      'sweep_line',
      'sweep_turn',
    ])
      rows[table] = await driven.rows(
        `SELECT * FROM ${table} WHERE fixmedins_code = '${site}' AND mdtrt_id = '${visit}'`,
      );
    const said = (['decisions', 'holds'] as const)
      .flatMap((role) => driven.said(role).map(({ value }) => String(value)))
      .filter((text) => text.includes(`"${site}"`) && text.includes(`"${visit}"`));
    stories.push({ ended, seed: history?.seed ?? null, events: history?.events ?? [], said, rows });
  }
  return stories;
}
