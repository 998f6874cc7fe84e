/** The oracle of a year (CONTRACT 9) on cases so small that every figure is worked out by hand. */
import {
  factRow,
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  refundRow,
  REGISTRY,
  SUSPENDED,
  voidRow,
} from '../gatekeeper/rows';
import type { RegistryRow } from '../gatekeeper/registry-oracle';
import type { Row } from '../gatekeeper/visit-oracle';
import { clearedByOracle, foldedOrdering, possibleCauses, yuan } from '../gatekeeper/year-oracle';
import type {
  ClearingQuestion,
  OracleAnswer,
  PublishedDecision,
  PublishedHold,
  Received,
  YearKnown,
} from '../gatekeeper/year-oracle';

const LOADED = '2025-01-01 00:00:00';
const MARCH = '2025-03-20 10:00:00';
const KNOWN = '2025-12-01 00:00:00';
const records: readonly Received<RegistryRow>[] = REGISTRY.split('\n').map((text) => ({
  at: LOADED,
  row: JSON.parse(text) as RegistryRow,
}));
const came = (at: string, ...rows: readonly string[]): readonly Received<Row>[] =>
  rows.map((text) => ({ at, row: JSON.parse(text) as Row }));
const NOTHING: YearKnown = { lines: [], notices: [], records, decisions: [], holds: [], closed: [] };
const cleared = (known: Partial<YearKnown>, question: Partial<ClearingQuestion> = {}) =>
  clearedByOracle({ ...NOTHING, ...known }, { area: '44', period: '2025-07', knownAt: KNOWN, ...question });

/** The fund pays 80.00 of a line, 70.00 of it pooled. */
const good = (fields: object): string => lineRow({ bilg_dr_codg: IN_STANDING, ...fields });
const bad = (fields: object): string => lineRow({ bilg_dr_codg: SUSPENDED, ...fields });

describe('totals of a month', () => {
  const lines = came(
    MARCH.replace('03', '08'),
    good({ feedetl_sn: '1' }),
    bad({ feedetl_sn: '2' }),
    bad({ feedetl_sn: '3', paid_at: '2025-07-05 00:00:00' }),
    bad({ feedetl_sn: '4' }),
    bad({ feedetl_sn: '5', er_flag: '1' }),
    good({ feedetl_sn: '6' }),
    voidRow({ feedetl_sn: '6' }),
    good({ feedetl_sn: '7', bilg_dr_codg: '/' }),
    refundRow('2', { feedetl_sn: 'R', bilg_dr_codg: SUSPENDED }),
    bad({ feedetl_sn: '8', rescue_record_no: 'QJ-1' }),
  );
  // Line 4 was paid twice over, by two settlements.
  const notices = came(
    MARCH.replace('03', '08'),
    noticeRow({ feedetl_sn: '4', setl_id: 'S-1' }),
    noticeRow({ feedetl_sn: '4', setl_id: 'S-2' }),
  );
  const { summary, tables, carveOuts } = cleared({ lines, notices });

  it('are the sums of its lines', () => {
    expect(summary).toMatchObject({
      ...{ lines: 9, accepted: 2, rejected: 3, clawed_back: 2, held: 1, void: 1 },
      // 1, 2, 3, 4, 5, 7 and 8 claim 70.00 each, the refund −70.00.
      ...{ claimed: '420.00', accepted_amount: '140.00', held_amount: '70.00' },
      // 2 and 7 and the refund of 2; 3 in full and 4 twice.
      ...{ refused: '70.00', recover: '210.00', overpaid: '70.00', damages: '0.00' },
    });
  });

  it('are told by clinician, whoever names nobody under an empty code', () => {
    expect(tables.clinicians.split('\n')).toEqual([
      'code,lines,accepted,rejected,clawed_back,held,void,claimed,accepted_amount,refused,recover,held_amount,damages',
      ',1,0,1,0,0,0,70.00,0.00,70.00,0.00,0.00,0.00',
      `${IN_STANDING},2,1,0,0,0,1,70.00,70.00,0.00,0.00,0.00,0.00`,
      `${SUSPENDED},6,1,2,2,1,0,280.00,70.00,0.00,210.00,70.00,0.00`,
      '',
    ]);
  });

  it('are told by the one reason of each line', () => {
    expect(tables.reasons.split('\n').map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
      ...['code lines', 'CLINICIAN_SUSPENDED 3', 'CODE_MISSING 1', 'EMERGENCY_EVIDENCE_NEEDED 1'],
      ...['EMERGENCY_EXEMPT 1', 'IN_GOOD_STANDING 1', 'REFUND_MIRRORS_ORIGINAL 1', 'VOID 1', ''],
    ]);
  });

  it('list the line that is paid because of an emergency', () => {
    expect(carveOuts).toEqual([[HOSPITAL, SUSPENDED, 'V-1', '', '8', 'EMERGENCY_EXEMPT', '70.00']]);
  });
});

describe('a line belongs to', () => {
  const lines = came(
    '2025-09-01 00:00:00',
    good({ mdtrt_id: 'fee', fee_ocur_time: '2025-07-31 23:59:59' }),
    good({ mdtrt_id: 'settled', fee_ocur_time: '2025-06-30 10:00:00', setl_time: '2025-07-01 00:00:00' }),
    good({ mdtrt_id: 'later', fee_ocur_time: '2025-07-31 10:00:00', setl_time: '2025-08-01 00:00:00' }),
    good({ mdtrt_id: 'elsewhere', mdtrtarea_admvs: '441000', insuplc_admdvs: '430100' }),
  );
  it.each<[string, Partial<ClearingQuestion>, readonly string[]]>([
    ['the month of its settlement, else of its fee', {}, ['elsewhere', 'fee', 'settled']],
    ['that of its fee where so asked', { by: 'fee' }, ['elsewhere', 'fee', 'later']],
    ['its area of treatment', { area: '4410' }, ['elsewhere']],
    ['not to one whose code only begins alike', { area: '4401' }, ['fee', 'settled']],
    ['its area of insurance where so asked', { area: '43', areaOf: 'insurance' }, ['elsewhere']],
    ['the year of its month', { period: '2025' }, ['elsewhere', 'fee', 'later', 'settled']],
    ['nothing before it came', { knownAt: '2025-08-31 00:00:00' }, []],
  ])('%s', (_, question, visits) => {
    expect(cleared({ lines }, question).lines.map((key) => key.split('|')[1])).toEqual(visits);
  });
});

describe('a closed July', () => {
  const JULY = { area: '44', period: '2025-07', closedFrom: '2025-08-10 00:00:00' };
  const AUGUST = { area: '44', period: '2025-08', closedFrom: '2025-08-29 00:00:00' };
  const line = `${HOSPITAL}|V-1||1`;
  const decided = (
    at: string,
    decisionId: string,
    supersedes: string | null,
    [refused, recover]: readonly [number, number],
  ): PublishedDecision => ({
    ...{ at, line, decisionId, supersedes, pack: 'guangdong-2025', edition: '1' },
    answer: { answer: 'reject', refused, recover, reasons: '[]', liable: 'institution' },
  });
  const money = (known: Partial<YearKnown>, period: string) =>
    cleared({ ...known, closed: [JULY, AUGUST] }, { period }).adjustments.map(({ refused, recover }) => [
      refused,
      recover,
    ]);
  const first = came('2025-07-03 10:00:00', bad({}));

  it('keeps a line whose settlement is stated later', () => {
    const again = came('2025-09-03 10:00:00', bad({ setl_time: '2025-09-01 00:00:00' }));
    const known = { lines: [...first, ...again], closed: [JULY] };
    expect(cleared(known).lines).toEqual([line]);
    expect(cleared(known, { period: '2025-09' }).lines).toEqual([]);
    expect(cleared({ ...known, closed: [] }, { period: '2025-09' }).lines).toEqual([line]);
  });

  it.each([
    ['at the closing: seen by it', '2025-08-10 00:00:00', []],
    ['in August, still open', '2025-08-12 10:00:00', [['2025-08', '-70.00', '70.00']]],
    ['in August, closed before it ended', '2025-08-30 10:00:00', [['2025-09', '-70.00', '70.00']]],
  ])('is corrected by what is decided %s', (_, at, expected) => {
    const decisions = [
      decided('2025-07-03 10:00:00', 'a', null, [7_000, 0]),
      decided(at, 'b', 'a', [0, 7_000]),
    ];
    const found = ['2025-07', '2025-08', '2025-09'].flatMap((period) =>
      money({ lines: first, decisions }, period).map((row) => [period, ...row]),
    );
    expect(found).toEqual(expected);
  });

  describe('of a line that waited when it was closed', () => {
    const waiting = came('2025-07-03 10:00:00', bad({ er_flag: '1' }));
    const before = decided('2025-07-02 10:00:00', 'a', null, [7_000, 0]);
    const hold: PublishedHold = {
      ...{ at: '2025-07-03 10:00:00', line, holdCode: 'EMERGENCY_EVIDENCE_NEEDED', releasedBy: null },
      ...{ pack: 'guangdong-2025', edition: '1' },
    };
    const release = (at: string, releasedBy: string): PublishedHold => ({
      ...{ ...hold, at, holdCode: null, releasedBy },
    });
    const inAugust = (decisions: readonly PublishedDecision[], holds: readonly PublishedHold[]) =>
      money({ lines: waiting, decisions, holds }, '2025-08');

    it('counted nothing: what is decided is all that is brought', () => {
      const later = decided('2025-08-12 10:00:00', 'b', 'a', [7_000, 0]);
      expect(inAugust([before, later], [hold, release('2025-08-12 10:00:00', 'b')])).toEqual([
        ['70.00', '0.00'],
      ]);
      expect(inAugust([before], [hold])).toEqual([]);
    });

    it('is brought what the decision says that it had before, once it waits no longer', () => {
      expect(inAugust([before], [hold, release('2025-08-12 10:00:00', 'a')])).toEqual([['70.00', '0.00']]);
      expect(inAugust([before], [hold, release('2025-08-09 10:00:00', 'a')])).toEqual([]);
    });
  });

  it('is brought all the money of a line that comes to it when it is closed', () => {
    const lines = [
      ...came('2025-08-03 10:00:00', bad({ fee_ocur_time: '2025-08-01 09:00:00' })),
      ...came('2025-08-20 10:00:00', bad({})),
    ];
    const decisions = [
      decided('2025-08-03 10:00:00', 'a', null, [7_000, 0]),
      decided('2025-08-20 10:00:00', 'b', 'a', [7_000, 0]),
      decided('2025-08-21 10:00:00', 'c', 'b', [2_000, 0]),
    ];
    expect(money({ lines, decisions }, '2025-08')).toEqual([
      ['70.00', '0.00'],
      ['-50.00', '0.00'],
    ]);
  });
});

describe('of a line that was accepted before its clinician was known to be suspended', () => {
  const line = `${HOSPITAL}|V-1||1`;
  const isSanction = ({ row }: Received<RegistryRow>): boolean => row['kind'] === 'sanction';
  const late = records.map((each) => (isSanction(each) ? { ...each, at: '2025-08-20 10:00:00' } : each));
  const paid = came('2025-08-01 10:00:00', noticeRow({ feedetl_sn: '1', setl_id: 'S-1' }));
  const lines = came('2025-07-03 10:00:00', bad({}));
  const proven = came('2025-08-02 10:00:00', factRow('emergency_proven', {}));

  /** Stands as it is said on July 4th, and nothing was worked off since. */
  const causes = (
    known: Partial<YearKnown>,
    kept: ReadonlyMap<string, string> = new Map<string, string>(),
  ) => {
    const said = (answer: OracleAnswer): PublishedDecision => ({
      ...{ at: '2025-07-03 10:00:00', line, decisionId: 'a', supersedes: null, pack: 'guangdong-2025' },
      ...{ edition: '1', answer },
    });
    const nothing = { answer: 'void', refused: 0, recover: 0, reasons: '', liable: '' };
    const answered = (answer: OracleAnswer, knownAt: string) =>
      cleared({ lines, ...known, decisions: [said(answer)] }, { knownAt }).differences[0];
    const then = answered(nothing, '2025-07-04 00:00:00');
    const difference = then === undefined ? undefined : answered(then.run, KNOWN);
    if (difference === undefined) throw new Error('nothing differs');
    return possibleCauses({ ...NOTHING, lines, ...known }, difference, KNOWN, kept);
  };

  it.each<[string, Partial<YearKnown>, readonly string[]]>([
    ['what was learned is the cause', { records: late }, ['late_knowledge']],
    ['that it was paid is none', { records: late, notices: paid }, ['late_knowledge']],
    ['nor what only lifts it', { records: late, lines: [...lines, ...proven] }, ['late_knowledge']],
    ['paid, it is recovered', { notices: paid }, ['payment']],
  ])('%s', (_, known, expected) => expect(causes(known)).toEqual(expected));

  it('a plan that keeps it goes before all', () => {
    expect(causes({ records: late }, new Map([[line, 'plan_open']]))).toEqual(['plan_open']);
  });
});

it.each([
  [5, '0.05'],
  [-5, '-0.05'],
  [-12_345, '-123.45'],
  [0, '0.00'],
])('%d fen are %s', (fen, text) => expect(yuan(fen)).toBe(text));

it.each([
  ['／', ''],
  ['000', ''],
  ['９９', ''],
  ['null', ''],
  [' d440199000001 ', 'D440199000001'],
])('an ordering code of "%s" is folded to "%s"', (code, folded) => expect(foldedOrdering(code)).toBe(folded));
