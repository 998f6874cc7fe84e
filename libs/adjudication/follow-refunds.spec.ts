import type { LineIdentity, LineRevision, Trigger } from '@gatekeeper/vocabulary';
import { TRIGGERS } from '@gatekeeper/vocabulary';
import type { LineState } from '.';
import { followRefunds, NOTHING_FOUND_ON_FILE, NOTHING_STATED } from '.';

/** `7` is line 7 without a charge batch, `7@B` line 7 of charge batch B. */
function revisionOf(name: string): LineRevision {
  const [lineNo = '', chargeBatch = ''] = name.split('@');
  return { fixmedinsCode: 'H1', visitId: 'V1', chargeBatch, lineNo, revision: 1, contentHash: 'sha256:' };
}
const nameOf = ({ lineNo, chargeBatch }: LineIdentity): string =>
  chargeBatch === '' ? lineNo : `${lineNo}@${chargeBatch}`;

const onFile = (name: string): { readonly state: LineState } => ({
  state: {
    line: revisionOf(name),
    revision: 1,
    contentHash: 'sha256:',
    settlement: NOTHING_STATED,
    found: NOTHING_FOUND_ON_FILE,
    standing: null,
    held: null,
  },
});

type Refunds = Readonly<Record<string, readonly string[]>>;

/** The refunds asked after news of line 1, in their order, each with its trigger. */
function askedAfter(
  trigger: Trigger,
  refunds: Refunds,
  answer: (name: string, trigger: Trigger) => Trigger | null = (_, given) => given,
  moved: readonly string[] = ['1'],
): readonly (readonly [string, Trigger])[] {
  const asked: [string, Trigger][] = [];
  followRefunds(
    moved.map((name) => ({ line: revisionOf(name), trigger })),
    (original) => (refunds[nameOf(original)] ?? []).map(onFile),
    ({ state: { line } }, given) => {
      asked.push([nameOf(line), given]);
      const taken = answer(nameOf(line), given);
      return taken === null ? null : { line, trigger: taken };
    },
  );
  return asked;
}
const namesAfter = (...args: Parameters<typeof askedAfter>) => askedAfter(...args).map(([name]) => name);

describe('news of a line asks again', () => {
  it.each<[string, Refunds, readonly string[]]>([
    ['nobody where nothing reverses it', { 2: ['R'] }, []],
    ['each of its refunds', { 1: ['R', 'S'] }, ['R', 'S']],
    [
      'refunds of refunds, each behind the one it reverses',
      { 1: ['R', 'S'], R: ['RR'], S: ['SR'], RR: ['RRR'] },
      ['R', 'RR', 'RRR', 'S', 'SR'],
    ],
    ['a refund that is reached on two ways once', { 1: ['R', 'S'], R: ['T'], S: ['T'] }, ['R', 'S', 'T']],
    ['not the line itself, if it reverses itself', { 1: ['1', 'R'] }, ['R']],
    ['nobody twice in a ring', { 1: ['R'], R: ['S', '1'], S: ['R', '1'] }, ['R', 'S']],
    ['a refund of its own number in another charge batch', { 1: ['1@B'], '1@B': ['1@C'] }, ['1@B', '1@C']],
  ])('%s', (_, refunds, expected) => expect(namesAfter('status_change', refunds)).toEqual(expected));

  it('nobody beyond a refund without a new decision', () => {
    const refunds = { 1: ['R', 'S'], R: ['RR'], S: ['SR'] };
    expect(namesAfter('payment', refunds, (name, given) => (name === 'R' ? null : given))).toEqual([
      'R',
      'S',
      'SR',
    ]);
  });

  it.each<[string, Refunds, readonly string[], readonly string[]]>([
    ['a refund of two of them once, behind both', { 1: ['R'], 2: ['R'] }, ['1', '2'], ['R']],
    [
      'a refund of a refund behind it, whichever moved first',
      { 1: ['R'], R: ['RR'] },
      ['R', '1'],
      ['R', 'RR'],
    ],
    [
      'along ways of unlike length behind all of them',
      { 1: ['T', 'R'], R: ['S'], S: ['T'] },
      ['1'],
      ['R', 'S', 'T'],
    ],
    [
      'a refund that moved too, before those of the same line that came after it',
      { 1: ['R', 'S'], R: ['T'] },
      ['1', 'R'],
      ['R', 'T', 'S'],
    ],
    ['along a ring once, from the line that moved last', { 1: ['R'], R: ['1'] }, ['1', 'R'], ['1']],
  ])('several that moved: %s', (_, refunds, moved, expected) =>
    expect(askedAfter('re_upload', refunds, undefined, moved).map(([name]) => name)).toEqual(expected),
  );

  it('one refund however often its original moved, and a chain of 100,000 without running out of stack', () => {
    const chain = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`${n}`, [`${n + 1}`]]));
    const asked = askedAfter('re_upload', chain, undefined, ['0', '0', '0']);
    expect([asked.length, asked[0], asked.at(-1)]).toEqual([
      100_000,
      ['1', 're_upload'],
      ['100000', 're_upload'],
    ]);
  });
});

describe('the trigger of a refund that follows', () => {
  it.each(TRIGGERS.map((trigger) => [trigger, trigger === 'real_time' ? 'hold_released' : trigger] as const))(
    'behind %s: %s',
    (trigger, expected) => expect(askedAfter(trigger, { 1: ['R'] })).toEqual([['R', expected]]),
  );

  it('is that of the decision right before it', () => {
    const released = askedAfter('status_change', { 1: ['R'], R: ['RR'] }, () => 'hold_released');
    expect(released).toEqual([
      ['R', 'status_change'],
      ['RR', 'hold_released'],
    ]);
  });
});
