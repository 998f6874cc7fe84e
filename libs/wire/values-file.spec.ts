import type { Pack, SetValues } from '@gatekeeper/policy';
import { LINFEN } from '@gatekeeper/policy';
import { loadPolicy, parseValuesFile } from '.';

const read = (text: string): SetValues => {
  const values = parseValuesFile(text);
  if (!values.ok) throw new Error(JSON.stringify(values.problems));
  return values.value;
};
const problemsOf = (text: string): readonly string[] => {
  const values = parseValuesFile(text);
  return values.ok ? [] : values.problems.map(({ field, reason }) => `${field}: ${reason}`);
};
const set = (pack: string, values: Readonly<Record<string, string>>): SetValues =>
  new Map([[pack, new Map(Object.entries(values))]]);

describe('a file of values', () => {
  it('holds numbers, booleans and strings by pack and parameter', () => {
    const text =
      '{"linfen":{"certificateValidityYears":3,"certificateChecked":true},"national-2024":{"tiers":"[9,12) suspend 1-6"}}';
    expect(read(text)).toEqual(
      new Map([
        [
          'linfen',
          new Map([
            ['certificateValidityYears', '3'],
            ['certificateChecked', 'true'],
          ]),
        ],
        ['national-2024', new Map([['tiers', '[9,12) suspend 1-6']])],
      ]),
    );
    expect(read('{}').size).toBe(0);
  });

  it.each([
    ['no JSON', '{"linfen":', [expect.stringMatching(/^: must be one JSON value .*not JSON/)]],
    ['nothing', '', [expect.stringContaining('must be one JSON value')]],
    ['a list', '[]', [': must be an object of packs']],
    ['a number', '3', [': must be an object of packs']],
    ['a pack that is no object', '{"linfen":3}', ['linfen: must be an object of parameters']],
    ['a pack that is a list', '{"linfen":[]}', ['linfen: must be an object of parameters']],
    [
      'a pack twice',
      '{"linfen":{"annualCap":3},"linfen":{}}',
      ['linfen: must be each key once in its object, not the same key again'],
    ],
    [
      'a parameter twice',
      '{"linfen":{"annualCap":3,"annualCap":3}}',
      ['linfen.annualCap: must be each key once in its object, not the same key again'],
    ],
    [
      'values of no such kind, each named',
      '{"linfen":{"a":null,"b":[1],"c":{},"annualCap":3}}',
      ['a', 'b', 'c'].map((name) => `linfen.${name}: must be a number, true, false or a string`),
    ],
  ])('is refused: %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('packs with values of a file', () => {
  const FILE = 'V.json';
  const load = (text: string, values: SetValues = new Map(), packs?: readonly Pack[]) =>
    loadPolicy({
      valuesFile: { name: FILE, values: read(text) },
      values,
      ...(packs === undefined ? {} : { packs }),
    });
  const editionOf = (loaded: ReturnType<typeof load>, pack = 'national-2024') =>
    loaded.ok ? loaded.value.packs.get(pack)?.editions[0] : undefined;
  const problems = (loaded: ReturnType<typeof load>): readonly string[] =>
    loaded.ok
      ? []
      : loaded.problems.map(({ field, reason, statedBy }) => {
          const source = typeof statedBy === 'object' ? `${statedBy.valuesFile}: ` : '';
          return `${source}${field} ${reason}`;
        });

  it('hold them, and the edition says so', () => {
    const edition = editionOf(load('{"national-2024":{"annualCap":10}}'));
    expect(edition?.spans[0]?.parameters.annualCap).toBe(10);
    expect(edition?.edition).toMatch(/^1\+[0-9a-f]{8}$/);
    expect(editionOf(load('{"national-2024":{}}'))?.edition).toBe('1');
    expect(editionOf(load('{"national-2024":{"annualCap":10}}'), 'nhsa-2018')?.edition).toBe('1');
  });

  it.each([
    ['a file', '{"national-2024":{"annualCap":10,"certificateChecked":true}}', {}],
    ['a file in another order', '{"national-2024":{"certificateChecked":true,"annualCap":10}}', {}],
    ['a file of strings', '{"national-2024":{"certificateChecked":"true","annualCap":"10"}}', {}],
    ['options', '{}', { annualCap: '10', certificateChecked: 'true' }],
    ['options in other words', '{}', { annualCap: '010', certificateChecked: 'true' }],
    ['both', '{"national-2024":{"annualCap":10}}', { certificateChecked: 'true' }],
    [
      'both, the option winning',
      '{"national-2024":{"annualCap":9,"certificateChecked":true}}',
      { annualCap: '10' },
    ],
  ])('make the same edition by %s', (_, text, options) => {
    const byOptions = loadPolicy({
      values: set('national-2024', { annualCap: '10', certificateChecked: 'true' }),
    });
    expect(editionOf(load(text, set('national-2024', options)))?.edition).toBe(editionOf(byOptions)?.edition);
    expect(editionOf(load(text, set('national-2024', options)))?.spans[0]?.parameters.annualCap).toBe(10);
  });

  it('make another edition by another value', () => {
    const editions = [9, 10, 11].map(
      (cap) => editionOf(load(`{"national-2024":{"annualCap":${cap}}}`))?.edition,
    );
    expect(new Set(editions).size).toBe(3);
  });

  it('a list written with spaces is the same list', () => {
    const text = (list: string) => `{"national-2024":{"siteBoundCauses":"${list}"}}`;
    expect(editionOf(load(text('institution , department')))?.edition).toBe(
      editionOf(load(text('institution,department')))?.edition,
    );
  });

  it.each([
    [
      'an unknown pack',
      '{"linfn":{"annualCap":3}}',
      [/^V\.json: linfn is no known pack; there are national-2024, /],
    ],
    [
      'an unknown parameter',
      '{"linfen":{"anualCap":3}}',
      [/^V\.json: linfen\.anualCap is no parameter; there are fundScope, /],
    ],
    [
      'a number out of its range',
      '{"linfen":{"certificateValidityYears":0}}',
      [/^V\.json: linfen\.certificateValidityYears must be none, or a whole number from 1 to 100, not "0"$/],
    ],
    [
      'a number that is not whole',
      '{"linfen":{"certificateValidityYears":3.0,"annualCap":3e0}}',
      [/certificateValidityYears must be .*, not "3\.0"$/, /annualCap must be .*, not "3e0"$/],
    ],
    [
      'a boolean where none can be',
      '{"linfen":{"certificateValidityYears":true}}',
      [/certificateValidityYears must be .*, not "true"$/],
    ],
    [
      'values out of order',
      '{"linfen":{"qualifiedScoreFrom":80,"excellentScoreFrom":80}}',
      [/^V\.json: linfen\.qualifiedScoreFrom is 80, which is not below excellentScoreFrom \(80\)$/],
    ],
    [
      'a day that does not exist',
      '{"national-2024":{"feeEarliestDay":"2025-02-30"}}',
      [/^V\.json: national-2024\.feeEarliestDay is no day that exists: 2025-02-30$/],
    ],
  ])('name the file, the field and the reason of %s', (_, text, expected) => {
    const found = problems(load(text));
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });

  it('do not name the file for what an option states', () => {
    const found = problems(
      load('{"linfen":{"excellentScoreFrom":80}}', set('linfen', { qualifiedScoreFrom: '90' })),
    );
    expect(found).toEqual(['linfen.qualifiedScoreFrom is 90, which is not below excellentScoreFrom (80)']);
    expect(problems(load('{}', set('linfen', { annualCap: 'x' })))).toEqual([
      expect.stringMatching(/^linfen\.annualCap must be /),
    ]);
  });

  it('do not name it for what is wrong with a pack itself', () => {
    const broken = { ...LINFEN, inForce: { from: '2025-02-30', until: null } };
    expect(problems(load('{"linfen":{"annualCap":3}}', new Map(), [broken]))).toEqual([
      'libs/policy/packs/linfen.ts: inForce.from is no day that exists: 2025-02-30',
    ]);
  });
});
