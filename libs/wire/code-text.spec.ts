import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFindingObject } from './finding';
import { isMalformed } from './problem';
import type { Malformed } from './problem';
import { registryCodec } from './registry-encoding';
import { parseRegistryObject, parseRegistryRow } from './registry-record';

const SANCTION = {
  kind: 'sanction',
  record_id: 's1',
  recorded_at: '2025-06-01',
  document_no: '沪医保处〔2025〕1号',
  code: 'D310100000003',
  status: 'suspended',
  scope: 'person',
  fixmedins_code: 'H31010000001',
  cause: 'discipline',
  from: '2025-06-10',
  decided_at: '2025-06-01',
};

const foundIn = (read: unknown): readonly string[] =>
  isMalformed(read) ? read.problems.map(({ path, got }) => `${path}: ${got}`) : [];
const stated = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  foundIn(parseRegistryObject({ ...SANCTION, ...fields }));

describe('CONTRACT 7 "Person": a code that nobody sees to be another one names nobody', () => {
  it.each([
    ['zero width space', '\u200B', 'U+200B, an invisible character'],
    ['zero width no-break space', '\uFEFF', 'U+FEFF, an invisible character'],
    ['word joiner', '\u2060', 'U+2060, an invisible character'],
    ['soft hyphen', '\u00AD', 'U+00AD, an invisible character'],
    ['variation selector', '\uFE0F', 'U+FE0F, an invisible character'],
    ['Hangul filler', '\u3164', 'U+3164, an invisible character'],
    ['Braille blank', '\u2800', 'U+2800, an invisible character'],
    ['tag character', '\u{E0041}', 'U+E0041, an invisible character'],
    ['control character', '\u0007', 'U+0007, an invisible character'],
    ['left-to-right mark', '\u200E', 'U+200E, a direction character'],
    ['right-to-left override', '\u202E', 'U+202E, a direction character'],
    ['isolate', '\u2066', 'U+2066, a direction character'],
    ['apostrophe', "'", 'U+0027, a quoting character'],
    ['quotation mark', '"', 'U+0022, a quoting character'],
    ['closing quotation mark', '”', 'U+201D, a quoting character'],
    ['full-width apostrophe', '＇', 'U+FF07, a quoting character'],
    ['corner bracket', '「', 'U+300C, a quoting character'],
    ['backtick', '`', 'U+0060, a quoting character'],
    ['equals sign', '=', 'U+003D, a quoting character'],
  ])('%s before, inside and after a code', (_, character, named) => {
    expect(stated({ code: `D310100000003${character}` })).toEqual([`code: ${named}, as character 14 of 14`]);
    expect(stated({ code: `D31${character}0100000003` })).toEqual([`code: ${named}, as character 4 of 14`]);
    expect(stated({ fixmedins_code: `${character}H31010000001` })).toEqual([
      `fixmedins_code: ${named}, as character 1 of 13`,
    ]);
  });

  it.each([
    ['white space around', { code: ' \tD310100000003\u3000\u00A0' }, []],
    ['full-width digits', { code: 'Ｄ310100000003' }, []],
    ['a space inside', { code: 'D3101 00000003' }, ['code: U+0020, a space, as character 6 of 14']],
    [
      'no-break space inside',
      { code: 'D3101\u00A000000003' },
      ['code: U+00A0, an invisible character, as character 6 of 14'],
    ],
    ['a formula', { code: '="310100000003"' }, ['code: U+003D, a quoting character, as character 1 of 15']],
    ['exponent form', { code: '3.101E+11' }, ['code: a number in exponent form, as spreadsheets write one']],
    [
      'exponent form without a sign',
      { code: '3.101E11' },
      ['code: a number in exponent form, as spreadsheets write one'],
    ],
    [
      'exponent form in full width',
      { code: '３Ｅ１１' },
      ['code: a number in exponent form, as spreadsheets write one'],
    ],
    [
      'an invisible character in a document number',
      { document_no: '1号\u200B' },
      ['document_no: U+200B, an invisible character, as character 3 of 3'],
    ],
    ['quotes and spaces in a document number', { document_no: '"2025" 1号' }, []],
  ])('%s', (_, fields, problems) => {
    expect(stated(fields)).toEqual(problems);
  });

  it.each(["'0303", '3.05E+02', '"0301"', '0301\u200B'])('a department %p', (dept_codg) => {
    const status = { ...SANCTION, kind: 'department_status', dept_codg };
    expect(foundIn(parseRegistryObject(status))).toHaveLength(1);
  });

  it('a department may have a space, a person of a finding no character that is not seen', () => {
    const status = { ...SANCTION, kind: 'department_status', dept_codg: '内 科' };
    expect(foundIn(parseRegistryObject(status))).toEqual([]);
    const finding = {
      finding_id: 'f1',
      code: 'D310100000003\u200B',
      fixmedins_code: 'H31010000001',
      situation: 'HI22-17-2',
      decided_at: '2025-06-01',
    };
    expect(foundIn(parseFindingObject(finding))).toEqual([
      'code: U+200B, an invisible character, as character 14 of 14',
    ]);
  });

  it('the sanction that was taken silently', () => {
    const rows = readFileSync(join(__dirname, 'testing/code-with-zero-width-space.ndjson'), 'utf8')
      .trim()
      .split('\n');
    const refused = rows
      .map((row) => parseRegistryRow(Buffer.from(row)))
      .filter((read): read is Malformed => isMalformed(read));
    expect(refused.flatMap(foundIn)).toEqual(['code: U+200B, an invisible character, as character 14 of 14']);
  });

  it('what a store recorded before the rule can still be read', () => {
    const kept = JSON.stringify({ ...SANCTION, code: 'D310100000003\u200B', document_no: '1号\u200B' });
    expect(registryCodec.decode(kept)).toMatchObject({ code: 'D310100000003\u200B' });
  });
});
