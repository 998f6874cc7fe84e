import type { PartResult } from '@gatekeeper/clearing';
import { StoredRowUnreadable } from '@gatekeeper/decision-store';
import { partResultFrom, partRowsFrom } from './part-stored';

const COUNTS = {
  ...{ lines: 2, accepted: 1, rejected: 1, clawedBack: 0, held: 0, void: 0 },
  ...{
    claimed: '14000',
    acceptedAmount: '7000',
    refused: '7000',
    recover: '0',
    heldAmount: '0',
    overpaid: '-0',
  },
};
const RESULT: PartResult = {
  totals: COUNTS,
  institutions: [['H1', COUNTS]],
  clinicians: [['', COUNTS]],
  departments: [['H1,A01', COUNTS]],
  reasons: [['IN_GOOD_STANDING', COUNTS]],
  damages: [
    {
      ...{ fixmedinsCode: 'H1', measures: ['refused', 'terminated'], prepaymentCuts: [50] },
      bases: [['refused 10, suspended 20, terminated 30', '7000']],
    },
  ],
  packs: [['guangdong-2025', '1']],
  adjustments: { refused: '-100', recover: '0' },
  frames: [{ stratum: 'outpatient', lines: 2, amount: '14000', least: 1, digest: 'ab' }],
};
const ROWS = { adjustments: ['{}'], differences: [], carveOuts: ['H1,D1'], sample: [] };

describe('what a part of a run came to', () => {
  it('is read back as it was kept', () => {
    expect(partResultFrom(JSON.stringify(RESULT))).toEqual(RESULT);
    expect(partRowsFrom(JSON.stringify(ROWS))).toEqual(ROWS);
  });

  it.each([
    ['no JSON', '{"totals":', 'is not JSON'],
    ['nothing', 'null', 'is not an object'],
    ['without a table', { ...RESULT, reasons: undefined }, 'reasons is not a list'],
    [
      'a count that is a text',
      { ...RESULT, totals: { ...COUNTS, lines: '2' } },
      'lines is not a whole number',
    ],
    ['a count below nothing', { ...RESULT, totals: { ...COUNTS, held: -1 } }, 'held is below nothing'],
    [
      'money in yuan',
      { ...RESULT, institutions: [['H1', { ...COUNTS, recover: '70.00' }]] },
      'recover is not whole fen',
    ],
    [
      'money as a number',
      { ...RESULT, adjustments: { refused: -100, recover: '0' } },
      'refused is not a text',
    ],
    ['a row without counts', { ...RESULT, clinicians: [['D1']] }, 'clinicians is not a list of pairs'],
    [
      'a measure of another day',
      { ...RESULT, damages: [{ ...RESULT.damages[0], measures: ['warned'] }] },
      'measures has one',
    ],
    [
      'a base in yuan',
      { ...RESULT, damages: [{ ...RESULT.damages[0], bases: [['x', '1.5']] }] },
      'bases is not whole fen',
    ],
    [
      'an edition that is a number',
      { ...RESULT, packs: [['linfen', 1]] },
      'packs is not a list of pairs of texts',
    ],
  ])('is refused by name where it is %s', (_, stored, named) => {
    const read = (): unknown => partResultFrom(typeof stored === 'string' ? stored : JSON.stringify(stored));
    expect(read).toThrow(StoredRowUnreadable);
    expect(read).toThrow(named);
  });

  it('is refused where its rows are none', () => {
    expect(() => partRowsFrom(JSON.stringify({ ...ROWS, sample: [1] }))).toThrow(
      'sample is not a list of texts',
    );
  });
});
