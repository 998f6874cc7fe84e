import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pack } from '@gatekeeper/policy';
import { NHSA_2018, PACKS } from '@gatekeeper/policy';
import { UsageError } from './ending';
import type { PolicyOptions } from './policy-options';
import { policyFrom } from './policy-options';

const folder = mkdtempSync(join(tmpdir(), 'policy-options-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** What the command prints before it ends with 2: a reason, then a line for each problem. */
function refusal(options: PolicyOptions, packs?: readonly Pack[]): readonly string[] {
  try {
    policyFrom(options, packs);
  } catch (error) {
    if (error instanceof UsageError) return [error.message, ...error.details];
    throw error;
  }
  return [];
}

const capOf = (options: PolicyOptions): unknown =>
  policyFrom(options).packs.get('national-2024')?.editions[0]?.spans[0]?.parameters.annualCap;

describe('--values', () => {
  const values = file('values.json', '{"national-2024":{"annualCap":10}}');

  it('sets what the file states, and --set wins over it', () => {
    expect(capOf({})).toBe(12);
    expect(capOf({ values })).toBe(10);
    expect(capOf({ values, set: ['national-2024.annualCap=9'] })).toBe(9);
    expect(capOf({ values, set: ['national-2024.feeAheadHours=1'] })).toBe(10);
  });

  it('ends with 2 when the file cannot be read, is no JSON, or states what cannot be', () => {
    const absent = join(folder, 'absent.json');
    expect(refusal({ values: absent })).toEqual([
      expect.stringMatching(/^cannot read the values file \S+absent\.json: .*ENOENT/),
    ]);
    const torn = file('torn.json', '{');
    expect(refusal({ values: torn })).toEqual([
      `the values file ${torn} cannot be used`,
      expect.stringMatching(/^it must be one JSON value/),
    ]);
    const wrong = file('wrong.json', '{"national-2024":{"annualCap":"much"},"nowhere":{"annualCap":1}}');
    expect(refusal({ values: wrong })).toEqual([
      'the packs cannot be used as asked',
      expect.stringMatching(/^\S+wrong\.json: nowhere is no known pack; there are national-2024, /),
      `${wrong}: national-2024.annualCap must be none, or a whole number from 1 to 100, not "much"`,
    ]);
  });

  it('one line for each problem, whatever a value holds', () => {
    const lines = refusal({ set: ['national-2024.emergencyWords=a\nb\n'] });
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('\n');
  });
});

describe('packs that cannot be', () => {
  it('end the command with 2: the file, the field and the reason of each problem in a line of its own', () => {
    const [edition] = NHSA_2018.editions;
    const doctored: Pack = {
      ...NHSA_2018,
      inForce: { from: '2018-11-31', until: null },
      editions: [
        { ...edition!, holds: { from: null, until: '2025-01-02' } },
        { ...edition!, number: '2', holds: { from: '2025-01-01', until: null } },
      ],
    };
    const packs = PACKS.map((pack) => (pack === NHSA_2018 ? doctored : pack));
    expect(refusal({}, packs)).toEqual([
      'the packs cannot be used as asked',
      'libs/policy/packs/nhsa-2018.ts: inForce.from is no day that exists: 2018-11-31',
      'libs/policy/packs/nhsa-2018.ts: edition 2 overlaps edition 1',
    ]);
  });

  it('end it also when the map does not name them, and are not called unknown where it does', () => {
    const doctored: Pack = { ...NHSA_2018, editions: [] };
    const packs = PACKS.map((pack) => (pack === NHSA_2018 ? doctored : pack));
    const problem = 'libs/policy/packs/nhsa-2018.ts: editions is empty';
    for (const map of ['{"":["national-2024"]}', '{"":["nhsa-2018"]}'])
      expect(refusal({ packMap: file('map.json', map) }, packs).slice(1)).toEqual([problem]);
  });

  it('a map that names no pack there is ends it too', () => {
    expect(refusal({ packMap: file('map.json', '{"":["nowhere"]}') })).toEqual([
      'the packs cannot be used as asked',
      expect.stringMatching(/^nowhere is no known pack; there are national-2024, /),
    ]);
  });
});
