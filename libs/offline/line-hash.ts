/**
 * Hashes by which rows of a file are told apart before any of them is settled. They only ever choose the slower way: what
 * two of them share by chance is settled with what is on file, like what is named twice.
 */

const END_OF_PART = 0x1_0000;
const HIGH_BITS = 2 ** 21 - 1;

/** 53 bits of texts that stand one after another (cyrb53), each with its end, so that `['ab', 'c']` is not `['a', 'bc']`. */
export function hashOf(...parts: readonly string[]): number {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (const part of parts) {
    for (let at = 0; at < part.length; at++) {
      const unit = part.charCodeAt(at);
      one = Math.imul(one ^ unit, 2654435761);
      other = Math.imul(other ^ unit, 1597334677);
    }
    one = Math.imul(one ^ END_OF_PART, 2654435761);
    other = Math.imul(other ^ END_OF_PART, 1597334677);
  }
  const mixed = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  const crossed =
    Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(mixed ^ (mixed >>> 13), 3266489909);
  return 2 ** 32 * (HIGH_BITS & crossed) + (mixed >>> 0);
}

/** The low 32 bits of a hash. */
export const lowOf = (hash: number): number => hash >>> 0;
/** Its 21 bits above these. */
export const highOf = (hash: number): number => Math.floor(hash / 2 ** 32);

const MARK_BITS = 27;
const MARK_BYTES = 2 ** MARK_BITS / 8;

/**
 * The visits in which more happens than lines that come once: a bit for each hash of a visit, in memory that threads share.
 * Of the others one in a hundred is marked by chance where a million are.
 */
export class VisitMarks {
  private readonly bits: Uint8Array;

  /** @param memory as another thread's marks have it; of its own unless given */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(MARK_BYTES)) {
    this.bits = new Uint8Array(memory);
  }

  /** @param fixmedinsCode folded */
  mark(fixmedinsCode: string, visitId: string): void {
    const bit = bitOf(fixmedinsCode, visitId);
    this.bits[bit >>> 3] = (this.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }

  has(fixmedinsCode: string, visitId: string): boolean {
    const bit = bitOf(fixmedinsCode, visitId);
    return ((this.bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}

const bitOf = (fixmedinsCode: string, visitId: string): number =>
  lowOf(hashOf(fixmedinsCode, visitId)) >>> (32 - MARK_BITS);

const MOST_SLOTS = 2 ** 24;
const FEWEST_SLOTS = 2 ** 12;
const FULLEST = 0.75;

/**
 * Which identities came before, by their hashes: 4 bytes and what is left free for each, and nobody is forgotten. Two that
 * are told to be one (about one in a hundred million) only cost time.
 */
export class SeenIdentities {
  /** How many a single table holds. */
  static readonly MOST = MOST_SLOTS * FULLEST;
  private readonly tables: Uint32Array[] = [];
  private left = 0;

  /** @param expected how many there will be, about; more are kept in further tables, each of twice the room */
  constructor(private readonly expected: number) {}

  /** Whether this identity came before. */
  sees(hash: number): boolean {
    if (this.left === 0) this.addTable();
    const print = printOf(hash);
    let free = -1;
    let newest: Uint32Array | undefined;
    for (const table of this.tables) {
      const mask = table.length - 1;
      let at = lowOf(hash) & mask;
      for (let met = table[at]; met !== 0; met = table[at]) {
        if (met === print) return true;
        at = (at + 1) & mask;
      }
      [free, newest] = [at, table];
    }
    if (newest !== undefined) newest[free] = print;
    this.left--;
    return false;
  }

  /** Gives its memory back at once: collected as garbage it would still be there while rows are decided. */
  forget(): void {
    for (const { buffer } of this.tables.splice(0)) if (buffer instanceof ArrayBuffer) buffer.resize(0);
    this.left = 0;
  }

  private addTable(): void {
    let slots = FEWEST_SLOTS;
    const last = this.tables.at(-1)?.length ?? 0;
    while (slots < MOST_SLOTS && (slots * FULLEST < this.expected || slots < 2 * last)) slots *= 2;
    const bytes = slots * Uint32Array.BYTES_PER_ELEMENT;
    this.tables.push(new Uint32Array(new ArrayBuffer(bytes, { maxByteLength: bytes })));
    this.left = slots * FULLEST;
  }
}

/** The bits that the place in a table does not tell; never 0, which is an empty place. */
const printOf = (hash: number): number => ((lowOf(hash) >>> 24) | (highOf(hash) << 8) | (1 << 29)) >>> 0;
