import { appendFileSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClearedFolder } from './cleared-folder';
import { digestOf, writeClearedFolder } from './testing/cleared-folders';
import { JUNE } from './testing/june';
import { UnusableInput } from '@gatekeeper/runtime';

let place: string;
let made = 0;
beforeAll(() => (place = mkdtempSync(join(tmpdir(), 'cleared-'))));
afterAll(() => rmSync(place, { recursive: true }));

const FILES = [
  ...['adjustments.ndjson', 'carve-outs.csv', 'clinicians.csv', 'departments.csv'],
  ...['differences.ndjson', 'institutions.csv', 'reasons.csv'],
];
const written = (): string => {
  const path = join(place, String(++made));
  writeClearedFolder(path, JUNE);
  return path;
};
/** As whoever changed a file would have to, for the digest to be true again. */
function withTrueDigest(path: string): void {
  const file = join(path, 'summary.json');
  const summary: object = JSON.parse(readFileSync(file, 'utf8'));
  const digest = digestOf(
    Object.fromEntries(FILES.map((name) => [name, readFileSync(join(path, name), 'utf8')])),
  );
  writeFileSync(file, JSON.stringify({ ...summary, digest }));
}
const refusalOf = async (path: string): Promise<UnusableInput> => {
  const refusal: unknown = await ClearedFolder.open(path).then(
    () => null,
    (error: unknown) => error,
  );
  if (refusal instanceof UnusableInput) return refusal;
  throw new Error(`it was taken: ${String(refusal)}`);
};

it('a folder that agrees with itself is opened, with what differs by cause', async () => {
  const { summary, figures } = await ClearedFolder.open(written());
  expect(summary).toMatchObject({
    area: '4401',
    period: '2025-06',
    lines: 1560,
    claimed: 137890393n,
    overpaid: 50n,
  });
  expect(figures).toEqual({
    differences: { late_knowledge: 1, plan_open: 1, held: 1 },
    adjustments: 2,
    carveOuts: { lines: 2, amount: 20050n },
  });
});

describe('a folder is refused', () => {
  it.each(FILES)('when a byte of %s is another', async (name) => {
    const path = written();
    appendFileSync(join(path, name), ' ');
    expect((await refusalOf(path)).message).toContain('are not those that were cleared: their digest is');
  });

  it.each([
    ['another folder', (path: string) => unlinkSync(join(path, 'summary.json')), 'there is no summary.json'],
    [
      'one without all files',
      (path: string) => unlinkSync(join(path, 'reasons.csv')),
      'it has no reasons.csv',
    ],
    [
      'a summary that is no JSON',
      (path: string) => writeFileSync(join(path, 'summary.json'), '{'),
      'summary.json cannot be read',
    ],
  ])('%s', async (_, spoil, expected) => {
    const path = written();
    spoil(path);
    expect((await refusalOf(path)).message).toContain(expected);
  });

  it.each([
    [
      'a count that is none',
      'institutions.csv',
      'H44010000002,87,',
      'H44010000002,8.7,',
      'institutions.csv:3: lines: expected a whole number, got "8.7"',
    ],
    [
      'a row that does not add up',
      'clinicians.csv',
      '0440,5,0,3,2,',
      '0440,6,0,3,2,',
      'clinicians.csv:3: lines: expected accepted + rejected + clawed_back + held + void = 5, got 6',
    ],
    [
      'money that the summary does not have',
      'reasons.csv',
      ',707.00,0.00,707.00,',
      ',707.00,0.00,707.01,',
      'reasons.csv: refused: expected 101237.04 in all, as summary.json says, got 101237.05',
    ],
    [
      'an amount without fen',
      'departments.csv',
      ',99.00,',
      ',99,',
      'departments.csv:4: claimed: expected an amount such as "12.50", got "99"',
    ],
    [
      'other columns',
      'carve-outs.csv',
      'evidence,amount',
      'amount,evidence',
      'carve-outs.csv:1: expected the columns fixmedins_code,',
    ],
    ['a cell too few', 'carve-outs.csv', ',0.50\n', '\n', 'carve-outs.csv:2: expected 8 columns, got 7'],
    [
      'a cause that is none',
      'differences.ndjson',
      '"plan_open"',
      '"chance"',
      'differences.ndjson:3: cause: expected one of late_knowledge',
    ],
    [
      'a correction that is not in the sum',
      'adjustments.ndjson',
      '"100.00"',
      '"101.00"',
      'adjustments.ndjson: recover: expected 99.00 in all, as summary.json says, got 100.00',
    ],
    [
      'a row that is no JSON',
      'adjustments.ndjson',
      '{"line"',
      '{line',
      'adjustments.ndjson:1: expected one JSON value',
    ],
  ])('%s', async (_, name, from, to, expected) => {
    const path = written();
    const text = readFileSync(join(path, name), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(path, name), text.replace(from, to));
    withTrueDigest(path);
    const { message, details } = await refusalOf(path);
    expect(message).toContain('do not agree with each other');
    expect(details.join('\n')).toContain(expected);
  });

  it('when claimed is not what it comes to', async () => {
    const path = written();
    const file = join(path, 'summary.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"overpaid": "0.50"', '"overpaid": "0.00"'));
    expect((await refusalOf(path)).details.join('\n')).toContain(
      'summary.json: claimed: expected accepted_amount + refused',
    );
  });
});
