/** Messages as nobody should send them: rows that can be read, each changed in a few places by chance. */
import fc from 'fast-check';
import type { Message } from 'kafkajs';
import { lineRow, refundRow } from './rows';
import { storiesOf, waves } from './stories';

type Edit = (value: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });

/** Begins somewhere in the value, and is so many bytes of it. */
const stretch = fc.tuple(place, fc.integer({ min: 1, max: 60 }));

const cut = (value: Buffer, from: number, removed: number, inserted: Uint8Array): Buffer => {
  const start = Math.floor(from * value.length);
  return Buffer.concat([value.subarray(0, start), inserted, value.subarray(start + removed)]);
};

/** Of the bytes, whatever they mean. */
const ofBytes = fc.oneof(
  stretch.map(
    ([from, length]): Edit =>
      (value) =>
        cut(value, from, length, Buffer.alloc(0)),
  ),
  fc.tuple(place, bytes).map(
    ([from, more]): Edit =>
      (value) =>
        cut(value, from, 0, more),
  ),
  fc.tuple(stretch, bytes).map(
    ([[from, length], more]): Edit =>
      (value) =>
        cut(value, from, length, more),
  ),
  place.map(
    (end): Edit =>
      (value) =>
        value.subarray(0, Math.floor(end * value.length)),
  ),
  stretch.map(
    ([from, length]): Edit =>
      (value) =>
        cut(
          value,
          from,
          0,
          value.subarray(Math.floor(from * value.length), Math.floor(from * value.length) + length),
        ),
  ),
  fc.integer({ min: 2, max: 3 }).map(
    (times): Edit =>
      (value) =>
        Buffer.concat(Array<Buffer>(times).fill(value)),
  ),
);

const FIELDS = Object.keys(JSON.parse(refundRow('1', {})) as object);
const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-0.00',
    '9'.repeat(15),
    '1e3',
    '２０２５-07-01 08:00:00',
    '9999-12-31 23:59:59',
    'null',
  ),
);

/** Of one field that the contract names, or of one that it does not. */
const ofFields = fc
  .tuple(
    fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 12 })),
    fc.option(oddValue, { nil: undefined }),
  )
  .map(([field, odd]): Edit => (value) => {
    const row = objectOf(value);
    return row === null ? value : Buffer.from(JSON.stringify({ ...row, [field]: odd }));
  });

function objectOf(value: Buffer): object | null {
  try {
    const row: unknown = JSON.parse(value.toString('utf8'));
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? row : null;
  } catch {
    return null;
  }
}

const ROWS = [lineRow({}), ...waves(storiesOf('mutated')).flat()];

const mutated: fc.Arbitrary<Message> = fc
  .record({
    row: fc.constantFrom(...ROWS),
    edits: fc.array(fc.oneof(ofBytes, ofFields, ofFields), { minLength: 1, maxLength: 3 }),
    key: fc.option(
      fc.oneof(
        fc.string({ maxLength: 20 }),
        bytes.map((it) => Buffer.from(it)),
      ),
    ),
    tombstone: fc.nat({ max: 99 }),
    header: fc.dictionary(
      fc.constantFrom('error-code', 'errors', 'source-offset', 'case'),
      fc.string({ maxLength: 20 }),
    ),
  })
  .map(({ row, edits, key, tombstone, header }) => ({
    key,
    headers: header,
    value: tombstone === 0 ? null : edits.reduce<Buffer>((value, edit) => edit(value), Buffer.from(row)),
  }));

/** The same for the same seed. */
export const mutatedMessages = (count: number, seed: number): readonly Message[] =>
  fc.sample(mutated, { numRuns: count, seed });
