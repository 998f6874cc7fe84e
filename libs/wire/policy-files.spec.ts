import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf, startOfDay } from '@gatekeeper/calendar';
import type { Pack } from '@gatekeeper/policy';
import { NHSA_2018, PACKS } from '@gatekeeper/policy';
import { exitCodeOf, settingOf, SettingsError } from '@gatekeeper/runtime';
import type { PolicyFiles } from './policy-files';
import { policyFromFiles, policyProblems } from './policy-files';

const folder = mkdtempSync(join(tmpdir(), 'read-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** What the process says before it ends, with the code it ends with. */
function refusal(files: PolicyFiles, packs?: readonly Pack[]): readonly unknown[] {
  try {
    settingOf(policyFromFiles(files, packs));
  } catch (error) {
    if (error instanceof SettingsError) return [exitCodeOf(error), ...error.problems];
    throw error;
  }
  return [0];
}

const leadingIn = (files: PolicyFiles) =>
  settingOf(policyFromFiles(files)).policy.governing('141002', startOfDay(dayOf(2025, 6, 15)!))?.[0];

describe('PACK_VALUES', () => {
  it('completes the packs; the edition carries the hash of the values', () => {
    const packValues = file('values.json', '{"linfen":{"certificateValidityYears":3}}');
    expect(leadingIn({})?.edition).toBe('1');
    expect(leadingIn({})?.blanks).toContain('certificateValidityYears');
    expect(leadingIn({ packValues })?.edition).toMatch(/^1\+[0-9a-f]{8}$/);
    expect(leadingIn({ packValues })?.blanks).not.toContain('certificateValidityYears');
  });

  it('stops the process with 2, naming the file, the field and the reason', () => {
    const absent = join(folder, 'absent.json');
    expect(refusal({ packValues: absent })).toEqual([
      2,
      expect.stringMatching(/^PACK_VALUES \(\S+absent\.json\): .*ENOENT/),
    ]);
    const twice = file('twice.json', '{"linfen":{},"linfen":{}}');
    expect(refusal({ packValues: twice })).toEqual([
      2,
      `PACK_VALUES (${twice}): linfen must be each key once in its object, not the same key again`,
    ]);
    const wrong = file('wrong.json', '{"linfen":{"annualCap":0,"feeAheadHours":true}}');
    expect(refusal({ packValues: wrong })).toEqual([
      2,
      `PACK_VALUES (${wrong}): linfen.annualCap must be none, or a whole number from 1 to 100, not "0"`,
      `PACK_VALUES (${wrong}): linfen.feeAheadHours must be a whole number from 0 to 8760, not "true"`,
    ]);
  });
});

describe('PACK_MAP', () => {
  it.each([
    ['[]', 'it must be an object of area prefixes'],
    ['{"44":"guangdong-2025"}', '44 must be a list of packs'],
    [
      '{"44":["guangdong"]}',
      expect.stringMatching(/: guangdong is no known pack; there are national-2024, /),
    ],
  ])('%s stops it with 2', (text, problem) => {
    const packMap = file('map.json', text);
    expect(refusal({ packMap })).toEqual([
      2,
      typeof problem === 'string' ? `PACK_MAP (${packMap}): ${problem}` : problem,
    ]);
  });
});

describe('packs that cannot be', () => {
  it('stop the process with 2: the file, the field and the reason of each problem', () => {
    const doctored: Pack = {
      ...NHSA_2018,
      inForce: { from: '2018-11-31', until: null },
      editions: [{ ...NHSA_2018.editions[0]!, settings: { fundScope: [] } }],
    };
    const packs = PACKS.map((pack) => (pack === NHSA_2018 ? doctored : pack));
    expect(refusal({}, packs)).toEqual([
      2,
      'libs/policy/packs/nhsa-2018.ts: inForce.from is no day that exists: 2018-11-31',
      'libs/policy/packs/nhsa-2018-settings.ts: edition 1.fundScope has no value on any day',
    ]);
  });
});

describe('PACK_MAP', () => {
  it('stops the process with 2 for a pack or a key that is not known', () => {
    const map = file(
      'map.json',
      '{"44":["guangdong-2026"],"46":[{"pack":"hainan-2022","form":"2025-01-01","comment":""}]}',
    );
    expect(refusal({ packMap: map })).toEqual([
      2,
      `PACK_MAP (${map}): 46[0].form is unknown; an entry has pack, from, until`,
      `PACK_MAP (${map}): 46[0].comment is unknown; an entry has pack, from, until`,
    ]);
    const packs = file('packs.json', '{"44":["guangdong-2026"]}');
    expect(refusal({ packMap: packs })).toEqual([
      2,
      expect.stringMatching(/^PACK_MAP \(\S+\): guangdong-2026 is no known pack; there are national-2024, /),
    ]);
  });
});

describe('PACK_MAP and PACK_VALUES', () => {
  it('are looked at together: the problems of both are named', () => {
    const files = { packMap: file('none.json', '[]'), packValues: join(folder, 'absent.json') };
    const both = [expect.stringMatching(/^PACK_MAP /), expect.stringMatching(/^PACK_VALUES .*ENOENT/)];
    expect(refusal(files)).toEqual([2, ...both]);
    expect(policyProblems(files)).toEqual(both);
    expect(policyProblems({})).toEqual([]);
  });
});
