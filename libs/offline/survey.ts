/** What happens in the visits of a file, before any of its rows is settled. */
import type { VisitMarks } from './line-hash';
import { hashOf, highOf, SeenIdentities } from './line-hash';
import type { LinesFile, Slice } from './lines-file';
import type { NamedLine } from './named-line';
import { isPlainText, namedIn } from './named-line';

/**
 * Marks each visit of a file in which a row says something of another: a line that comes twice, a refund, a void, a fact. A
 * line of any other visit is decided by itself, whatever lies between its rows, since no fact of a line lies outside its visit.
 * Memory is flat: of many rows the identities are looked through in several readings.
 * @returns the file cut into slices; `null`: it has a row too long to be held whole, and nothing may be taken from the marks
 */
export async function survey(file: LinesFile, marks: VisitMarks): Promise<readonly Slice[] | null> {
  let readings = 1;
  for (let reading = 0; ; reading++) {
    const made: SeenIdentities[] = [];
    const slices = await file.cut((bytes) => {
      const text = bytes.toString('latin1');
      const rows = rowsIn(text);
      let [seen] = made;
      if (seen === undefined) {
        const expected = Math.ceil((file.size / bytes.length) * rows);
        readings = Math.max(1, Math.ceil(expected / SeenIdentities.MOST));
        made.push((seen = new SeenIdentities(Math.ceil(expected / readings))));
      }
      mark(text, bytes, marks, seen, (hash) => readings === 1 || highOf(hash) % readings === reading);
      return rows;
    });
    made[0]?.forget();
    if (slices === null || reading + 1 >= readings) return slices;
  }
}

function rowsIn(text: string): number {
  let rows = 0;
  let at = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
    rows++;
    at = end + 1;
  }
  return at < text.length ? rows + 1 : rows;
}

function mark(
  text: string,
  bytes: Buffer,
  marks: VisitMarks,
  seen: SeenIdentities,
  isOfReading: (hash: number) => boolean,
): void {
  const isPlain = isPlainText(text);
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const from = start;
    const named = namedIn(text.slice(from, end), isPlain, () => bytes.toString('utf8', from, end));
    if (named !== null && (named.concernsOthers || cameBefore(named, seen, isOfReading)))
      marks.mark(named.fixmedinsCode, named.visitId);
    start = end + 1;
  }
}

function cameBefore(
  { fixmedinsCode, visitId, chargeBatch, lineNo }: NamedLine,
  seen: SeenIdentities,
  isOfReading: (hash: number) => boolean,
): boolean {
  const hash = hashOf(fixmedinsCode, visitId, chargeBatch, lineNo);
  return isOfReading(hash) && seen.sees(hash);
}
