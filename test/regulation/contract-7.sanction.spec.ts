import type { RegistryRecord } from '@gatekeeper/vocabulary';
import {
  annulment,
  clinician,
  COLLEAGUE,
  DOCTOR,
  inGoodStanding,
  outpatient,
  reasonsFor,
  recorded,
  registration,
  restoration,
  revision,
  sanction,
  shortly,
} from './facts';

const SUSPENDED = 'reject CLINICIAN_SUSPENDED';
const TERMINATED = 'reject CLINICIAN_TERMINATED';
const UNRESTORED = 'reject NOT_RESTORED';
const PAID = 'accept ~IN_GOOD_STANDING';

/** The answer to a fee on each of these days, at noon. */
const onDays = (days: readonly string[], records: readonly RegistryRecord[], knownAt = '2026-01-01') =>
  days.map((day) =>
    shortly({
      line: outpatient({ feeOccurredAt: `${day} 12:00:00` }),
      registry: [...inGoodStanding(), ...records],
      knownAt,
    }),
  );

describe('CONTRACT 7, Sanction: its period (2025-06-10 to 2025-09-09)', () => {
  it('runs until restored where neither end is on file', () => {
    const open = sanction({ until: null });
    expect(onDays(['2025-06-09', '2025-06-10', '2025-12-31'], [open])).toEqual([PAID, SUSPENDED, SUSPENDED]);
    expect(onDays(['2025-08-31', '2025-09-01'], [open, restoration('2025-09-01')])).toEqual([
      SUSPENDED,
      PAID,
    ]);
  });

  it('never was, when it ends where it begins', () => {
    expect(onDays(['2025-06-10', '2025-06-11'], [sanction({ until: '2025-06-10' })])).toEqual([PAID, PAID]);
  });

  it('may begin and end inside a day', () => {
    const inside = sanction({ from: '2025-06-10 09:30:00', until: '2025-06-10 17:00:00' });
    const at = (feeOccurredAt: string) =>
      shortly({ line: outpatient({ feeOccurredAt }), registry: [...inGoodStanding(), inside] });
    expect(at('2025-06-10 09:29:59')).toBe(PAID);
    expect(at('2025-06-10 09:30:00')).toBe(SUSPENDED);
    expect(at('2025-06-10 16:59:59')).toBe(SUSPENDED);
    expect(at('2025-06-10 17:00:00')).toBe(UNRESTORED);
    expect(
      reasonsFor('CLINICIAN_SUSPENDED', {
        line: outpatient({ feeOccurredAt: '2025-06-10 10:00:00' }),
        registry: [...inGoodStanding(), inside],
      })[0]?.evidence[1],
    ).toBe('2025-06-10T09:30:00+08:00/2025-06-10T17:00:00+08:00');
  });
});

describe('CONTRACT 7, Sanction: a restoration ends it from its day', () => {
  it.each([
    ['early', '2025-07-01', [PAID, SUSPENDED, PAID, PAID]],
    ['on the day after its end', '2025-09-10', [PAID, SUSPENDED, SUSPENDED, PAID]],
    ['late', '2025-09-15', [PAID, SUSPENDED, SUSPENDED, UNRESTORED]],
    ['from its first day', '2025-06-10', [PAID, PAID, PAID, PAID]],
    ['from before it began', '2025-05-01', [PAID, PAID, PAID, PAID]],
  ])('%s (%s)', (_, from, expected) => {
    expect(
      onDays(['2025-06-09', '2025-06-30', '2025-07-01', '2025-09-12'], [sanction(), restoration(from)]),
    ).toEqual(expected);
  });

  it('even a termination', () => {
    const terminated = sanction({ status: 'terminated', until: null });
    expect(onDays(['2025-06-30', '2025-07-01'], [terminated, restoration('2025-07-01')])).toEqual([
      TERMINATED,
      PAID,
    ]);
  });

  it('the earliest of several', () => {
    const records = [
      sanction(),
      restoration('2025-08-01'),
      restoration('2025-07-01'),
      restoration('2025-09-01'),
    ];
    expect(onDays(['2025-06-30', '2025-07-01'], records)).toEqual([SUSPENDED, PAID]);
  });

  it('not another sanction of the same person', () => {
    const records = [
      sanction(),
      sanction({ documentNo: '2号', from: '2025-06-20', until: '2025-07-20' }),
      restoration('2025-07-01'),
    ];
    expect(onDays(['2025-06-30', '2025-07-01', '2025-07-20'], records)).toEqual([
      'reject CLINICIAN_SUSPENDED CLINICIAN_SUSPENDED',
      SUSPENDED,
      UNRESTORED,
    ]);
  });
});

describe('CONTRACT 7, Sanction: a revision rewrites its end', () => {
  const days = ['2025-07-15', '2025-08-15', '2025-09-15', '2025-10-15'];
  it.each([
    ['shortens it', [revision('2025-08-01')], [SUSPENDED, UNRESTORED, UNRESTORED, UNRESTORED]],
    ['lengthens it', [revision('2025-10-01')], [SUSPENDED, SUSPENDED, SUSPENDED, UNRESTORED]],
    [
      'shortens it below a restoration: the gap is not restored',
      [revision('2025-08-01'), restoration('2025-09-10')],
      [SUSPENDED, UNRESTORED, PAID, PAID],
    ],
    [
      'lengthens it past a restoration, which ends it all the same',
      [revision('2025-10-01'), restoration('2025-09-10')],
      [SUSPENDED, SUSPENDED, PAID, PAID],
    ],
    ['to before it began: it never was', [revision('2025-06-01')], [PAID, PAID, PAID, PAID]],
    ['to where it began: it never was', [revision('2025-06-10')], [PAID, PAID, PAID, PAID]],
  ])('%s', (_, references, expected) => {
    expect(onDays(days, [sanction(), ...references])).toEqual(expected);
  });

  it('closes one that had no end', () => {
    expect(onDays(days, [sanction({ until: null }), revision('2025-08-01')])).toEqual([
      SUSPENDED,
      UNRESTORED,
      UNRESTORED,
      UNRESTORED,
    ]);
  });

  it('takes effect from when it is known, even on an end that has passed', () => {
    const records = [
      sanction(),
      restoration('2025-09-10'),
      revision('2025-08-01', recorded('2025-11-01 00:00:00')),
    ];
    expect(onDays(days, records, '2025-10-31 23:59:59')).toEqual([SUSPENDED, SUSPENDED, PAID, PAID]);
    expect(onDays(days, records, '2025-11-01 00:00:00')).toEqual([SUSPENDED, UNRESTORED, PAID, PAID]);
  });

  const shorter = (more: Parameters<typeof revision>[1]) => revision('2025-08-01', more);
  const longer = (more: Parameters<typeof revision>[1]) => revision('2025-10-01', more);
  it.each([
    ['known last', shorter(recorded('2025-07-02')), longer(recorded('2025-07-01')), UNRESTORED],
    ['known last', shorter(recorded('2025-07-01')), longer(recorded('2025-07-02')), SUSPENDED],
    [
      'claimed last, where both became known at once',
      shorter({ ...recorded('2025-07-02'), knownFrom: recorded('2025-07-05').knownFrom }),
      longer({ ...recorded('2025-07-01'), knownFrom: recorded('2025-07-05').knownFrom }),
      UNRESTORED,
    ],
    [
      'named last, where nothing else tells',
      shorter({ recordId: 'r2' }),
      longer({ recordId: 'r1' }),
      UNRESTORED,
    ],
    [
      'named last, where nothing else tells',
      shorter({ recordId: 'r1' }),
      longer({ recordId: 'r2' }),
      SUSPENDED,
    ],
  ])('of two, the one %s wins, in any order of rows', (_, one, other, expected) => {
    for (const references of [
      [one, other],
      [other, one],
    ]) {
      expect(onDays(['2025-08-15'], [sanction(), ...references])).toEqual([expected]);
    }
  });

  it('names the period as revised', () => {
    const line = outpatient({ feeOccurredAt: '2025-09-15 12:00:00' });
    const registry = [...inGoodStanding(), sanction(), revision('2025-10-01')];
    expect(reasonsFor('CLINICIAN_SUSPENDED', { line, registry })[0]?.evidence[1]).toBe(
      '2025-06-10/2025-10-01',
    );
  });

  it('moves the end of the last stretch of one act kept in two that do not touch', () => {
    const parts = [
      sanction({ from: '2025-06-10', until: '2025-07-10' }),
      sanction({ from: '2025-08-10', until: '2025-09-10' }),
    ];
    expect(onDays(['2025-07-01', '2025-08-01', '2025-09-15'], [...parts, revision('2025-10-01')])).toEqual([
      SUSPENDED,
      UNRESTORED,
      'reject CLINICIAN_SUSPENDED NOT_RESTORED',
    ]);
    expect(onDays(['2025-07-01', '2025-07-15', '2025-08-15'], [...parts, revision('2025-08-01')])).toEqual([
      SUSPENDED,
      SUSPENDED,
      UNRESTORED,
    ]);
  });
});

describe('CONTRACT 7, Sanction: an annulment says it never was', () => {
  const everything = [sanction(), restoration('2025-08-01'), revision('2025-10-01'), annulment()];
  it.each([
    ['after everything else', [0, 1, 2, 3]],
    ['before everything else', [3, 2, 1, 0]],
    ['in between', [1, 3, 0, 2]],
  ])('whatever else is on file, arriving %s', (_, order) => {
    const records = order.flatMap((index, position) =>
      everything
        .slice(index, index + 1)
        .map((record) => ({ ...record, ...recorded(`2025-07-0${position + 1}`) })),
    );
    expect(onDays(['2025-06-15', '2025-07-15', '2025-09-15', '2025-12-15'], records)).toEqual([
      PAID,
      PAID,
      PAID,
      PAID,
    ]);
  });

  it('leaves another document alone', () => {
    expect(onDays(['2025-06-15'], [sanction(), annulment({ documentNo: '2号' })])).toEqual([SUSPENDED]);
  });

  it('hides the sanction from when it is known, not before', () => {
    const records = [sanction(), annulment(recorded('2025-07-01 00:00:00'))];
    expect(onDays(['2025-06-15'], records, '2025-06-30 23:59:59')).toEqual([SUSPENDED]);
    expect(onDays(['2025-06-15'], records, '2025-07-01 00:00:00')).toEqual([PAID]);
  });
});

describe('CONTRACT 7, Sanction: one document may name several persons', () => {
  const both = [
    clinician(COLLEAGUE),
    registration({ code: COLLEAGUE }),
    sanction(),
    sanction({ code: COLLEAGUE }),
  ];
  const answers = (records: readonly RegistryRecord[]) =>
    [DOCTOR, COLLEAGUE].map((orderingCode) =>
      shortly({
        line: outpatient({ orderingCode, feeOccurredAt: '2025-08-15 12:00:00' }),
        registry: [...inGoodStanding(), ...both, ...records],
      }),
    );
  it.each([
    ['a restoration', restoration, PAID],
    ['a revision', revision, UNRESTORED],
    ['an annulment', (_: string, more?: { code?: string }) => annulment(more), PAID],
  ])('%s with a code speaks for that person, without one for everyone', (_, reference, expected) => {
    expect(answers([reference('2025-08-01', { code: COLLEAGUE })])).toEqual([SUSPENDED, expected]);
    expect(answers([reference('2025-08-01', { code: DOCTOR })])).toEqual([expected, SUSPENDED]);
    expect(answers([reference('2025-08-01')])).toEqual([expected, expected]);
    expect(answers([reference('2025-08-01', { code: 'D440106000099' })])).toEqual([SUSPENDED, SUSPENDED]);
  });
});

describe('CONTRACT 7, Sanction: a reference waits for its document', () => {
  const late = sanction(recorded('2025-07-01 00:00:00'));
  it.each([
    ['a restoration', restoration('2025-08-01', recorded('2025-06-20')), [SUSPENDED, PAID]],
    ['a revision', revision('2025-08-01', recorded('2025-06-20')), [SUSPENDED, UNRESTORED]],
    ['an annulment', annulment(recorded('2025-06-20')), [PAID, PAID]],
    [
      'a restoration that names the person',
      restoration('2025-08-01', { ...recorded('2025-06-20'), code: DOCTOR }),
      [SUSPENDED, PAID],
    ],
  ])('%s known before its sanction', (_, reference, expected) => {
    const days = ['2025-07-15', '2025-08-15'];
    expect(onDays(days, [reference])).toEqual([PAID, PAID]);
    expect(onDays(days, [reference, late], '2025-06-30 23:59:59')).toEqual(
      onDays(days, [], '2025-06-30 23:59:59'),
    );
    expect(onDays(days, [reference, late])).toEqual(expected);
  });
});

describe('CONTRACT 7, Sanction: one interval in two adjoining records is the interval in one', () => {
  const line = outpatient();
  it('whatever their order', () => {
    const whole = reasonsFor('CLINICIAN_SUSPENDED', { line, registry: [...inGoodStanding(), sanction()] });
    const parts = [sanction({ until: '2025-06-15' }), sanction({ from: '2025-06-15' })];
    for (const records of [parts, [...parts].reverse()]) {
      expect(
        reasonsFor('CLINICIAN_SUSPENDED', { line, registry: [...inGoodStanding(), ...records] }),
      ).toEqual(whole);
    }
  });
  it('leaves no moment between them unserved', () => {
    const parts = [sanction({ until: '2025-06-15' }), sanction({ from: '2025-06-15' })];
    expect(onDays(['2025-06-14', '2025-06-15', '2025-09-15'], parts)).toEqual([
      SUSPENDED,
      SUSPENDED,
      UNRESTORED,
    ]);
  });
  it('keeps apart what one document says in two respects, in a fixed order', () => {
    const acts = [
      sanction({ scope: 'site' }),
      sanction({ cause: 'discipline' }),
      sanction({ status: 'terminated' }),
    ];
    const listed = [acts, [...acts].reverse()].map((records) =>
      reasonsFor('CLINICIAN_SUSPENDED', { line, registry: [...inGoodStanding(), ...records] }).map(
        ({ evidence }) => evidence[2],
      ),
    );
    expect(listed[0]).toEqual(['cause discipline, scope person', 'cause points, scope site H44010600001']);
    expect(listed[1]).toEqual(listed[0]);
  });
});
