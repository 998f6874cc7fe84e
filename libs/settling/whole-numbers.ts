/** Pages of lines on file, cut so that what turns together is asked, and counted, once. */
import { visitLineKey } from '@gatekeeper/decision-store';
import type { AskedLine } from './line-walk';

/**
 * The same lines, cut between the numbers of visits: lines of one number share their refunds, which are asked, and counted,
 * with all of them.
 */
export async function* inWholeNumbers(
  pages: AsyncIterable<readonly AskedLine[]>,
): AsyncGenerator<readonly AskedLine[]> {
  let kept: readonly AskedLine[] = [];
  for await (const page of pages) {
    const lines = [...kept, ...page];
    const last = lines.at(-1);
    if (last === undefined) continue;
    const number = visitLineKey(last.identity);
    const end = lines.findLastIndex(({ identity }) => visitLineKey(identity) !== number) + 1;
    if (end > 0) yield lines.slice(0, end);
    kept = lines.slice(end);
  }
  if (kept.length > 0) yield kept;
}
