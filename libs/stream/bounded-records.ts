/** Records as a codec unpacks them, kept within bounds while they come out of it (Kafka's record batch, version 2). */

export interface UnpackBounds {
  /** A record of more bytes keeps its key and place and loses its value. */
  readonly recordBytes: number;
  /** What lies beyond, in one batch, loses its values likewise. */
  readonly batchBytes: number;
}

/** Under the name of this header a record says what became of its value; no producer can know it. */
export interface Marked {
  readonly header: string;
}

/** Of a record that is cut, so much is looked at: its place, and its key where that fits. */
const HEAD_BYTES = 4_096;
/** A varint of Kafka has at most this many bytes. */
const LONGEST_VARINT = 5;

/**
 * Takes unpacked bytes in pieces of any size and keeps whole records. A record over the bounds is kept without its value,
 * which is never held in memory, and is marked with its size. Memory: what is kept, and one piece.
 */
export class BoundedRecords {
  private kept = Buffer.allocUnsafe(64 * 1024);
  private length = 0;
  private state: 'prefix' | 'keep' | 'cut' = 'prefix';
  private prefix: number[] = [];
  /** Bytes of the present record that are still to come. */
  private left = 0;
  private size = 0;
  private head: Buffer[] = [];
  private headLength = 0;

  constructor(
    private readonly bounds: UnpackBounds,
    private readonly mark: Marked,
  ) {}

  /** @throws RangeError where the bytes are no records. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.state === 'prefix') {
        this.takePrefix(piece[at] ?? 0);
        at += 1;
        continue;
      }
      const taken = piece.subarray(at, at + this.left);
      if (this.state === 'keep') this.append(taken);
      else this.look(taken);
      at += taken.length;
      this.left -= taken.length;
      this.endRecord();
    }
  }

  /** The records, each as Kafka writes it. @throws RangeError where the last one is not whole. */
  end(): Buffer {
    if (this.state !== 'prefix' || this.prefix.length > 0) throw new RangeError('the last record is cut off');
    return this.kept.subarray(0, this.length);
  }

  private takePrefix(byte: number): void {
    this.prefix.push(byte);
    if ((byte & 0x80) !== 0) {
      if (this.prefix.length === LONGEST_VARINT) throw new RangeError('a record has no length');
      return;
    }
    this.size = signed(this.prefix);
    if (this.size < 0) throw new RangeError('a record has no length');
    const fits =
      this.size <= this.bounds.recordBytes &&
      this.length + this.size + LONGEST_VARINT <= this.bounds.batchBytes;
    this.state = fits ? 'keep' : 'cut';
    if (fits) this.append(Uint8Array.from(this.prefix));
    this.prefix = [];
    this.left = this.size;
    this.endRecord();
  }

  private look(taken: Uint8Array): void {
    if (this.headLength >= HEAD_BYTES) return;
    const looked = Buffer.from(taken.subarray(0, HEAD_BYTES - this.headLength));
    this.head.push(looked);
    this.headLength += looked.length;
  }

  private endRecord(): void {
    if (this.left > 0) return;
    if (this.state === 'cut') {
      this.append(withoutValue(Buffer.concat(this.head), this.mark.header, this.size));
      this.head = [];
      this.headLength = 0;
    }
    this.state = 'prefix';
  }

  private append(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.kept.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.kept.length * 2));
      this.kept.copy(larger, 0, 0, this.length);
      this.kept = larger;
    }
    this.kept.set(bytes, this.length);
    this.length = needed;
  }
}

/** Records without key and value in the place of `count` that cannot be read, each marked with the reason. */
export function unreadableRecords(count: number, mark: Marked, reason: string): Buffer {
  const records: Buffer[] = [];
  for (let place = 0; place < count; place += 1)
    records.push(record({ place: varint(place), sentAt: NO_DELTA, key: null }, mark.header, reason));
  return Buffer.concat(records);
}

interface RecordHead {
  readonly sentAt: Buffer;
  readonly place: Buffer;
  readonly key: Buffer | null;
}

const NO_DELTA = Buffer.from([0]);

function withoutValue(head: Buffer, header: string, size: number): Buffer {
  let at = 1; // attributes, unused
  const varintAt = (): Buffer => {
    const from = at;
    while (((head[at] ?? 0) & 0x80) !== 0) at += 1;
    at += 1;
    return head.subarray(from, at);
  };
  const sentAt = varintAt();
  const place = varintAt();
  const keyLength = signed([...varintAt()]);
  const key = keyLength >= 0 && at + keyLength <= head.length ? head.subarray(at, at + keyLength) : null;
  return record({ sentAt, place, key }, header, String(size));
}

function record({ sentAt, place, key }: RecordHead, header: string, value: string): Buffer {
  const name = Buffer.from(header);
  const content = Buffer.from(value);
  const body = Buffer.concat([
    Buffer.from([0]),
    sentAt,
    place,
    key === null ? varint(-1) : Buffer.concat([varint(key.length), key]),
    varint(-1),
    varint(1),
    varint(name.length),
    name,
    varint(content.length),
    content,
  ]);
  return Buffer.concat([varint(body.length), body]);
}

/** Zigzag, seven bits a byte, the lowest first. */
function signed(bytes: readonly number[]): number {
  const value = bytes.reduce((sum, byte, place) => sum + (byte & 0x7f) * 2 ** (7 * place), 0);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
