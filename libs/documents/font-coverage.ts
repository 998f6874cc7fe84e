/** Which characters a TrueType font can draw, read from its `cmap` table (format 12: the whole of Unicode). */

interface Group {
  readonly first: number;
  readonly last: number;
}

const TABLE_RECORD_BYTES = 16;
const FIRST_TABLE_RECORD = 12;
const ENCODING_RECORD_BYTES = 8;
const GROUP_BYTES = 12;
const FIRST_GROUP = 16;

/** The characters of one font. */
export class FontCoverage {
  private constructor(private readonly groups: readonly Group[]) {}

  /** @throws when the bytes are no TrueType font with a format 12 character map. */
  static of(font: Buffer): FontCoverage {
    const map = tableAt(font, 'cmap');
    const subtables = font.readUInt16BE(map + 2);
    for (let at = 0; at < subtables; at += 1) {
      const subtable = map + font.readUInt32BE(map + 4 + at * ENCODING_RECORD_BYTES + 4);
      if (font.readUInt16BE(subtable) === 12) return new FontCoverage(groupsAt(font, subtable));
    }
    throw new Error('the font has no character map of format 12');
  }

  draws(character: string): boolean {
    const code = character.codePointAt(0);
    if (code === undefined) return true;
    let low = 0;
    let high = this.groups.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const group = this.groups[middle];
      if (group === undefined || code < group.first) high = middle - 1;
      else if (code > group.last) low = middle + 1;
      else return true;
    }
    return false;
  }
}

function tableAt(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4);
  for (let at = 0; at < tables; at += 1) {
    const record = FIRST_TABLE_RECORD + at * TABLE_RECORD_BYTES;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

function groupsAt(font: Buffer, subtable: number): readonly Group[] {
  const count = font.readUInt32BE(subtable + 12);
  return Array.from({ length: count }, (_, index) => {
    const group = subtable + FIRST_GROUP + index * GROUP_BYTES;
    return { first: font.readUInt32BE(group), last: font.readUInt32BE(group + 4) };
  });
}
