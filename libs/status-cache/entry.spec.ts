import { instantOf, OPEN_END } from '@gatekeeper/calendar';
import type { RecordCodec } from '@gatekeeper/registry-store';
import type { ClinicianRecord, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { decodeEntry, encodeEntry, keySpace } from './entry';

/** Enough of a codec for records of one kind. */
const codec: RecordCodec = {
  encode: (record) => JSON.stringify(record),
  decode(text): RegistryRecord {
    const { recordId, name }: { recordId?: unknown; name?: unknown } = JSON.parse(text);
    if (typeof recordId !== 'string' || typeof name !== 'string') throw new Error('not a record');
    return clinician(recordId, name, 5);
  },
};

const clinician = (recordId: string, name: string, knownFrom: number): ClinicianRecord => ({
  kind: 'clinician',
  recordId,
  recordedAt: instantOf(5),
  receivedAt: instantOf(knownFrom),
  knownFrom: instantOf(knownFrom),
  supersedes: null,
  code: 'D1',
  name,
  category: 'doctor',
});

const moment = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
const timelines: fc.Arbitrary<SubjectTimeline> = fc.record({
  subject: fc.constant('D1'),
  version: fc.integer({ min: 1, max: 999_999_999_999_999 }),
  records: fc.array(
    fc
      .tuple(fc.string(), fc.string({ unit: 'grapheme' }), moment, fc.option(moment))
      .map(([recordId, name, from, until]) => ({
        fact: clinician(recordId, name, from),
        recorded: { from: instantOf(from), until: until === null ? OPEN_END : instantOf(until) },
      })),
    { maxLength: 4 },
  ),
});

const KEY = keySpace().timeline('D1');

describe('an entry in Redis', () => {
  test('gives back the timeline that was written', () =>
    fc.assert(
      fc.property(timelines, (timeline) => {
        const { value, version } = encodeEntry(codec, KEY, timeline);
        expect(version).toBe(timeline.version);
        expect(decodeEntry(codec, KEY, 'D1', value)).toEqual(timeline);
      }),
    ));

  test('is corrupt when any one character of it is another', () =>
    fc.assert(
      fc.property(timelines, fc.nat(), fc.constantFrom('0', 'x', '|', '\n'), (timeline, place, character) => {
        const { value } = encodeEntry(codec, KEY, timeline);
        const at = place % value.length;
        fc.pre(value[at] !== character);
        const damaged = value.slice(0, at) + character + value.slice(at + 1);
        expect(decodeEntry(codec, KEY, 'D1', damaged)).toBe('corrupt');
      }),
    ));

  it.each([
    ['under another key', (value: string) => decodeEntry(codec, keySpace().timeline('D2'), 'D2', value)],
    ['cut short', (value: string) => decodeEntry(codec, KEY, 'D1', value.slice(0, -1))],
    ['empty', () => decodeEntry(codec, KEY, 'D1', '')],
    [
      'with records of another codec',
      (value: string) => decodeEntry({ ...codec, decode: () => codec.decode('{}') }, KEY, 'D1', value),
    ],
  ])('is corrupt %s', (_, read) => {
    const fact = clinician('a', 'n', 7);
    const records = [{ fact, recorded: { from: instantOf(7), until: OPEN_END } }];
    expect(read(encodeEntry(codec, KEY, { subject: 'D1', version: 3, records }).value)).toBe('corrupt');
  });

  test('is refused to a codec that breaks lines', () => {
    const broken: RecordCodec = { ...codec, encode: () => 'a\nb' };
    const records = [{ fact: clinician('a', 'n', 7), recorded: { from: instantOf(7), until: OPEN_END } }];
    expect(() => encodeEntry(broken, KEY, { subject: 'D1', version: 3, records })).toThrow('line break');
  });
});
