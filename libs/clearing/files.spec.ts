import fc from 'fast-check';
import type { ClearedLine, ClearingSummary, ClearingTerms, PartResult, PartRows } from '.';
import { ClearingPart, csvField, digestOf, inOrderOfBytes, mergeParts, tableFiles } from '.';
import {
  at,
  clawedBack,
  clearedLine,
  decided,
  held,
  lineOf,
  newSha256,
  onFile,
  periodOf,
  placeOf,
  reasonOf,
  rejected,
  sha256,
  SUSPENDED,
  termsOf,
  voided,
} from './testing/cleared';
import { filesOfRun } from './testing/files-of-run';

function cleared(lines: readonly (readonly ClearedLine[])[], terms: ClearingTerms, setAside = 0) {
  const parts: PartResult[] = [];
  const rows = {
    adjustments: [] as string[],
    differences: [] as string[],
    carveOuts: [] as string[],
    sample: [] as string[],
  };
  for (const ofPart of lines) {
    const part = new ClearingPart(terms);
    for (const line of ofPart) {
      const given = part.add(line);
      rows.adjustments.push(...given.adjustments);
      if (given.difference !== null) rows.differences.push(given.difference.row);
      if (given.carveOut !== null) rows.carveOuts.push(given.carveOut);
    }
    const { result, sample } = part.finish();
    // As it comes back from where parts are kept.
    const kept: PartResult = JSON.parse(JSON.stringify(result));
    parts.push(kept);
    rows.sample.push(...sample);
  }
  return filesOf(terms, parts, rows, setAside);
}
const filesOf = (terms: ClearingTerms, parts: readonly PartResult[], rows: PartRows, setAside: number) =>
  new Map(filesOfRun(terms, mergeParts(parts), rows, setAside).map(({ name, text }) => [name, text]));
function summaryOf(files: ReadonlyMap<string, string>): ClearingSummary {
  const summary: ClearingSummary = JSON.parse(files.get('summary.json') ?? '');
  return summary;
}

const HAINAN = { treatmentArea: '460100', fixmedinsCode: 'H46010000001' };
const hainan = (n: number, more: Parameters<typeof lineOf>[0] = {}) =>
  lineOf({ ...HAINAN, lineNo: String(n), ...more });
const BY_ALL = { fundScope: 'all', pack: 'hainan-2022' } as const;

/** One line of each kind, in one institution of Hainan. */
const ONE_OF_EACH: readonly ClearedLine[] = [
  clearedLine({ line: hainan(1), run: decided(BY_ALL, hainan(1)) }),
  clearedLine({
    line: hainan(2, { orderingCode: 'd440100000002 ' }),
    run: rejected({ ...BY_ALL, refused: 8_000n }, hainan(2)),
    standing: decided(BY_ALL, hainan(2)),
  }),
  clearedLine({
    line: hainan(3, { orderingCode: '/', departmentCode: null }),
    run: clawedBack({ ...BY_ALL, reasons: [reasonOf('CODE_MISSING', 'bars')], recover: 9_000n }, hainan(3)),
  }),
  clearedLine({
    line: hainan(4, { orderingCode: null }),
    run: held('MED_TYPE_UNKNOWN', { pack: 'hainan-2022' }, hainan(4)),
  }),
  clearedLine({ line: hainan(5), run: voided(BY_ALL, hainan(5)) }),
  clearedLine({
    line: hainan(6),
    run: decided(
      {
        ...BY_ALL,
        reasons: [
          SUSPENDED,
          reasonOf('EMERGENCY_EXEMPT', 'lifts', { evidence: ['rescue, 1', 'category 13'] }),
        ],
      },
      hainan(6),
    ),
  }),
];
const TERMS = termsOf({ area: '46', seed: 's' });

describe('the files of a clearing', () => {
  const files = cleared([ONE_OF_EACH], TERMS, 3);

  it('are those of the contract', () => {
    expect([...files.keys()]).toEqual([
      'adjustments.ndjson',
      'carve-outs.csv',
      'clinicians.csv',
      'departments.csv',
      'differences.ndjson',
      'institutions.csv',
      'reasons.csv',
      'sample.csv',
      'summary.json',
    ]);
    expect([...cleared([ONE_OF_EACH], termsOf({ area: '46' })).keys()]).not.toContain('sample.csv');
  });

  it('institutions.csv with damages', () => {
    expect(files.get('institutions.csv')).toBe(
      'code,lines,accepted,rejected,clawed_back,held,void,claimed,accepted_amount,refused,recover,held_amount,damages\n' +
        'H46010000001,6,2,1,1,1,1,400.00,160.00,80.00,90.00,80.00,8.00\n',
    );
  });

  it('clinicians.csv by folded code, missing: empty', () => {
    expect(files.get('clinicians.csv')?.split('\n').slice(1)).toEqual([
      ',2,0,0,1,1,0,160.00,0.00,0.00,90.00,80.00,0.00',
      'D440100000001,3,2,0,0,0,1,160.00,160.00,0.00,0.00,0.00,0.00',
      'D440100000002,1,0,1,0,0,0,80.00,0.00,80.00,0.00,0.00,0.00',
      '',
    ]);
  });

  it('departments.csv begin with the institution', () => {
    expect(
      files
        .get('departments.csv')
        ?.split('\n')
        .map((row) => row.split(',').slice(0, 3).join(',')),
    ).toEqual(['fixmedins_code,code,lines', 'H46010000001,,1', 'H46010000001,A01,5', '']);
  });

  it('reasons.csv with each line once', () => {
    expect(
      files
        .get('reasons.csv')
        ?.split('\n')
        .map((row) => row.split(',').slice(0, 2).join(',')),
    ).toEqual([
      'code,lines',
      'CLINICIAN_SUSPENDED,1',
      'CODE_MISSING,1',
      'EMERGENCY_EXEMPT,1',
      'IN_GOOD_STANDING,1',
      'MED_TYPE_UNKNOWN,1',
      'VOID,1',
      '',
    ]);
  });

  it('carve-outs.csv by RFC 4180', () => {
    expect(files.get('carve-outs.csv')).toBe(
      'fixmedins_code,code,mdtrt_id,chrg_bchno,feedetl_sn,lift,evidence,amount\n' +
        'H46010000001,D440100000001,V1,,6,EMERGENCY_EXEMPT,"rescue, 1; category 13",80.00\n',
    );
  });

  it.each([
    ['D1', 'D1'],
    ['／', ''],
    ['未知', ''],
    [null, ''],
  ])(
    'a line paid under an exception that names %s is listed under "%s", as clinicians are',
    (orderingCode, code) => {
      const line = lineOf({ orderingCode });
      const run = decided({ reasons: [reasonOf('EMERGENCY_EXEMPT', 'lifts')] }, line);
      const files = cleared([[clearedLine({ line, run })]], termsOf());
      const [, row] = (files.get('carve-outs.csv') ?? '').split('\n');
      expect(row?.split(',')[1]).toBe(code);
      expect(files.get('clinicians.csv')?.split('\n')[1]?.split(',')[0]).toBe(code);
    },
  );

  it('differences.ndjson, where decisions on file were given', () => {
    const rows = (files.get('differences.ndjson') ?? '').split('\n');
    expect(rows).toHaveLength(2);
    expect(JSON.parse(rows[0] ?? '')).toMatchObject({ cause: 'unexplained', run: { outcome: 'reject' } });
    expect(cleared([ONE_OF_EACH], { ...TERMS, compares: false }).get('differences.ndjson')).toBe('');
  });

  it('sample.csv: of two accepted lines one', () => {
    const rows = files.get('sample.csv')?.split('\n') ?? [];
    expect(rows[0]).toBe('stratum,rank,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount');
    expect(rows[1]).toMatch(/^H46010000001\/2025-06,1,H46010000001,V1,,[16],80\.00$/);
    expect(rows.slice(2)).toEqual(['']);
  });

  it('summary.json says it all together', () => {
    const { frame_digest: frame, digest, ...summary } = summaryOf(files);
    expect(summary).toEqual({
      area: '46',
      period: '2025-06',
      by: 'settlement',
      known_at: '2025-07-10T00:00:00+08:00',
      packs: [{ pack: 'hainan-2022', edition: '1' }],
      lines: 6,
      accepted: 2,
      rejected: 1,
      clawed_back: 1,
      held: 1,
      void: 1,
      set_aside: 3,
      claimed: '400.00',
      accepted_amount: '160.00',
      refused: '80.00',
      recover: '90.00',
      held_amount: '80.00',
      overpaid: '10.00',
      damages: '8.00',
      adjustments: { refused: '0.00', recover: '0.00' },
      prepayment: { H46010000001: { cut_percent: 50 } },
      seed: 's',
    });
    const frameRows = 'H46010000001,V1,,1,80.00\nH46010000001,V1,,6,80.00\n';
    expect(frame).toBe(sha256(`H46010000001/2025-06,2,160.00,${sha256(frameRows)}\n`));
    const others = [...files.keys()].filter((name) => name !== 'summary.json').sort();
    expect(digest).toBe(sha256(others.map((name) => sha256(files.get(name) ?? '')).join('')));
  });

  it('are all there, with their headers, where nothing was cleared', () => {
    const empty = cleared([], TERMS);
    expect(empty.get('reasons.csv')?.split('\n').slice(1)).toEqual(['']);
    expect(empty.get('carve-outs.csv')?.split('\n').slice(1)).toEqual(['']);
    expect(empty.get('adjustments.ndjson')).toBe('');
    expect(summaryOf(empty)).toMatchObject({ packs: [], lines: 0, claimed: '0.00', damages: '0.00' });
  });
});

describe('what the files are made of', () => {
  it('the digest goes by the names of the files, in whichever order they are given', () => {
    const [a, b] = [
      { name: 'a.csv', sha256: '11' },
      { name: 'b.csv', sha256: '22' },
    ] as const;
    expect(digestOf([b, a], newSha256)).toBe(sha256('1122'));
    expect(digestOf([a, b], newSha256)).toBe(sha256('1122'));
  });

  it('each table has its header', () => {
    const headers = tableFiles(mergeParts([])).map(({ name, text }) => [name, text.split(',').slice(0, 2)]);
    expect(headers).toEqual([
      ['clinicians.csv', ['code', 'lines']],
      ['departments.csv', ['fixmedins_code', 'code']],
      ['institutions.csv', ['code', 'lines']],
      ['reasons.csv', ['code', 'lines']],
    ]);
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['"', '""""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['', ''],
  ])('the field %j is written %j', (value, written) => {
    expect(csvField(value)).toBe(written);
  });

  it('an institution whose code needs quotes has its damages', () => {
    const line = hainan(1, { fixmedinsCode: 'H,1' });
    const run = rejected({ ...BY_ALL, refused: 8_000n }, line);
    const rows = cleared([[clearedLine({ line, run })]], TERMS)
      .get('institutions.csv')
      ?.split('\n');
    expect(rows?.[1]).toBe('"H,1",1,0,1,0,0,0,80.00,0.00,80.00,0.00,0.00,8.00');
  });
});

describe('what a part counts', () => {
  it('only lines of the period, but corrections of closed ones too', () => {
    const closed = [
      { area: '44', period: '2025-06', by: 'settlement', closedFrom: at('2025-07-10 00:00:00') },
    ] as const;
    const terms = termsOf({ period: periodOf('2025-07'), closed, knownAt: at('2025-08-10 00:00:00') });
    const earlier = [
      onFile('d1', '2025-06-10 10:00:00'),
      onFile('d2', '2025-07-20 10:00:00', { refused: 6_000n, supersedes: 'd1' }),
    ];
    const files = cleared([[clearedLine({ earlier, run: rejected() })]], terms);
    expect(summaryOf(files)).toMatchObject({
      lines: 0,
      refused: '0.00',
      adjustments: { refused: '60.00', recover: '0.00' },
    });
    expect(files.get('adjustments.ndjson')?.split('\n')).toHaveLength(2);
    expect(files.get('carve-outs.csv')?.split('\n')).toHaveLength(2);
  });

  it.each<[string, Parameters<ClearingPart['addMeasures']>[1], string]>([
    ['no more than refused', [], '8.00'],
    ['suspended in the period', ['suspended'], '16.00'],
    ['terminated in the period', ['terminated', 'suspended'], '24.00'],
  ])('damages by the heaviest measure: %s', (_, measures, damages) => {
    const part = new ClearingPart(TERMS);
    part.addMeasures(HAINAN.fixmedinsCode, measures);
    for (const line of ONE_OF_EACH) part.add(line);
    const none = { adjustments: [], differences: [], carveOuts: [], sample: [] };
    expect(summaryOf(filesOf(TERMS, [part.finish().result], none, 0))).toMatchObject({ damages });
  });

  it('says what became of each line', () => {
    const part = new ClearingPart(TERMS);
    const [first, differing] = ONE_OF_EACH.map((line) => part.add(line));
    expect(first).toEqual({
      ...{ belongs: true, adjustments: [], ledger: [], difference: null, carveOut: null },
    });
    expect(differing?.difference?.cause).toBe('unexplained');
    const elsewhere = clearedLine({ line: hainan(7, { treatmentArea: '450100' }), run: rejected() });
    expect(part.add(elsewhere)).toEqual({
      ...{ belongs: false, adjustments: [], ledger: [], difference: null, carveOut: null },
    });
  });

  it('packs and editions each once, in the order of their bytes, none of a line without', () => {
    const of = (pack: string, edition: string) => clearedLine({ run: decided({ pack, edition }) });
    const lines = [
      clearedLine({ run: held('PACK_MISSING', { pack: null }) }),
      clearedLine({ run: voided({ pack: '', edition: '' }) }),
      ...[of('b', '1'), of('a', '2'), of('a', '1'), of('b', '1'), of('a', '2')],
    ];
    const packs = [
      { pack: 'a', edition: '1' },
      { pack: 'a', edition: '2' },
      { pack: 'b', edition: '1' },
    ];
    expect(summaryOf(cleared([lines], termsOf())).packs).toEqual(packs);
    expect(summaryOf(cleared(lines.map((line) => [line]).reverse(), termsOf())).packs).toEqual(packs);
  });

  it('damages of each institution by itself, of claw-backs too, recoveries of adjustments summed', () => {
    const other = hainan(1, { fixmedinsCode: 'H46010000002' });
    const lines = [
      clearedLine({ line: hainan(1), run: clawedBack({ ...BY_ALL, recover: 8_000n }, hainan(1)) }),
      clearedLine({ line: other, run: rejected({ ...BY_ALL, refused: 4_000n }, other) }),
    ];
    const files = cleared([lines.slice(0, 1), lines.slice(1)], TERMS);
    expect(
      files
        .get('institutions.csv')
        ?.split('\n')
        .map((row) => row.split(',').at(-1)),
    ).toEqual(['damages', '8.00', '4.00', '']);
    expect(summaryOf(files)).toMatchObject({
      damages: '12.00',
      prepayment: { H46010000001: { cut_percent: 50 }, H46010000002: { cut_percent: 50 } },
    });
  });

  it('adjustments of several lines and parts, summed', () => {
    const closed = [
      { area: '44', period: '2025-06', by: 'settlement', closedFrom: at('2025-07-10') },
    ] as const;
    const terms = termsOf({ period: periodOf('2025-07'), closed, knownAt: at('2025-08-10') });
    const recovered = clearedLine({
      earlier: [onFile('d1', '2025-07-20 10:00:00', { refused: 1_000n, recover: 6_000n })],
      run: clawedBack(),
    });
    expect(summaryOf(cleared([[recovered, recovered], [recovered]], terms)).adjustments).toEqual({
      refused: '30.00',
      recover: '180.00',
    });
  });

  it('no damages where no text of the area knows any', () => {
    const line = lineOf();
    const files = cleared([[clearedLine({ line, run: rejected() })]], termsOf());
    expect(summaryOf(files)).toMatchObject({ refused: '60.00', damages: '0.00' });
  });

  it('of a line that waits the scope of its pack', () => {
    const waiting = [
      clearedLine({ run: held() }),
      clearedLine({ run: held('PACK_MISSING', { pack: null }) }),
    ];
    expect(summaryOf(cleared([waiting], termsOf()))).toMatchObject({ held: 2, held_amount: '140.00' });
  });
});

const anyOutcome = fc.constantFrom('accept', 'reject', 'claw_back', 'held', 'void');
const anyLine = fc.record({
  institution: fc.constantFrom('H1', 'H2', 'H"3', 'H,4'),
  visit: fc.constantFrom('V1', 'V2'),
  clinician: fc.constantFrom('D1', ' d1', null, '无', 'D,2'),
  outcome: anyOutcome,
  inScope: fc.bigInt({ min: -10_000n, max: 10_000n }),
  paid: fc.bigInt({ min: 1n, max: 20_000n }),
});

/** As `amountsLost` and `amountsTakenBack` reckon. */
function answerOf(
  { outcome, inScope, paid }: { outcome: string; inScope: bigint; paid: bigint },
  line: ReturnType<typeof lineOf>,
) {
  switch (outcome) {
    case 'reject':
      return rejected({ refused: inScope }, line);
    case 'claw_back': {
      const recover = inScope < 0n ? (-inScope > paid ? -paid : inScope) : paid;
      const refused = inScope < 0n ? inScope - recover : inScope > paid ? inScope - paid : 0n;
      return clawedBack({ refused, recover }, line);
    }
    case 'held':
      return held('MED_TYPE_UNKNOWN', {}, line);
    case 'void':
      return voided({}, line);
    default:
      return decided({}, line);
  }
}

const anyLines = fc.array(anyLine, { maxLength: 30 }).map((all) =>
  all.map((one, n) => {
    const line = lineOf({
      fixmedinsCode: one.institution,
      visitId: one.visit,
      lineNo: String(n),
      orderingCode: one.clinician,
      pooledAmount: one.inScope,
      fundAmount: one.inScope,
    });
    return clearedLine({ line, run: answerOf(one, line), places: [placeOf(line)] });
  }),
);

const fen = (money: string): bigint => BigInt(money.replace('.', ''));
/** Whole rows of a table; codes in quotes hold no line feed. */
const countsOf = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .slice(1, -1)
    .map((row) => row.split(',').slice(-12));

describe('identities of CONTRACT 9', () => {
  it('hold in the summary, and every table adds up to it', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const files = cleared([lines], termsOf());
        const summary = summaryOf(files);
        expect(summary.lines).toBe(lines.length);
        expect(summary.lines).toBe(
          summary.accepted + summary.rejected + summary.clawed_back + summary.held + summary.void,
        );
        expect(fen(summary.claimed)).toBe(
          fen(summary.accepted_amount) +
            fen(summary.refused) +
            fen(summary.recover) +
            fen(summary.held_amount) -
            fen(summary.overpaid),
        );
        expect(fen(summary.overpaid) >= 0n).toBe(true);
        const { lines: all, accepted, rejected: refusals, clawed_back: recoveries } = summary;
        const whole = [
          ...[all, accepted, refusals, recoveries, summary.held, summary.void].map(BigInt),
          ...[summary.claimed, summary.accepted_amount, summary.refused].map(fen),
          ...[summary.recover, summary.held_amount].map(fen),
        ];
        for (const name of ['institutions.csv', 'clinicians.csv', 'departments.csv', 'reasons.csv']) {
          const rows = countsOf(files.get(name));
          const sums = whole.map((_, column) =>
            rows.reduce((sum, row) => sum + (column < 6 ? BigInt(row[column]!) : fen(row[column]!)), 0n),
          );
          expect(sums).toEqual(whole);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the bytes are the same in whichever parts the lines come, in whichever order', () => {
    const seeded = termsOf({ seed: 'x' });
    fc.assert(
      fc.property(anyLines, (lines) => {
        const inOrder = lines.toSorted((a, b) => (a.line.fixmedinsCode < b.line.fixmedinsCode ? -1 : 1));
        const codes = [...new Set(inOrder.map(({ line }) => line.fixmedinsCode))];
        const byInstitution = codes.map((code) => inOrder.filter(({ line }) => line.fixmedinsCode === code));
        const whole = cleared([inOrder], seeded);
        expect(cleared(byInstitution, seeded)).toEqual(whole);
        expect(cleared(byInstitution.toReversed(), seeded)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('rows are in the order of their bytes', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        for (const [name, text] of cleared([lines], termsOf({ seed: 'x' }))) {
          if (name === 'summary.json') continue;
          const rows = text.split('\n').slice(name.endsWith('.csv') ? 1 : 0, -1);
          expect(rows.map((row) => Buffer.from(row))).toEqual(
            rows.map((row) => Buffer.from(row)).sort((a, b) => Buffer.compare(a, b)),
          );
        }
      }),
      { numRuns: 30 },
    );
    expect(inOrderOfBytes(['H1,', 'H,', 'H"'])).toEqual(['H"', 'H,', 'H1,']);
  });
});
