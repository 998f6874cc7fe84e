import { instantOf } from '@gatekeeper/calendar';
import type { Decision, LineIdentity, LineRevision, Trigger } from '@gatekeeper/vocabulary';
import { TRIGGERS } from '@gatekeeper/vocabulary';
import type { LineState } from '.';
import { followRefunds } from '.';

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
    paidAt: null,
    standing: null,
    held: null,
  },
});

const decisionOn = (line: LineRevision, trigger: Trigger): Decision => ({
  decisionId: nameOf(line),
  line,
  verdict: {
    kind: 'verdict',
    outcome: 'accept',
    reasons: [],
    refused: 0n,
    recover: 0n,
    liable: 'none',
    fundScope: 'all',
    pack: 'p',
    edition: '1',
  },
  supersedes: null,
  registryVersion: 0,
  knownAt: instantOf(0),
  decidedAt: instantOf(0),
  trigger,
});

type Refunds = Readonly<Record<string, readonly string[]>>;

/** The refunds asked after a new decision on line 1, in their order, each with its trigger. */
function askedAfter(
  trigger: Trigger,
  refunds: Refunds,
  answer: (name: string, trigger: Trigger) => Trigger | null = (_, given) => given,
): readonly (readonly [string, Trigger])[] {
  const asked: [string, Trigger][] = [];
  followRefunds(
    decisionOn(revisionOf('1'), trigger),
    (original) => (refunds[nameOf(original)] ?? []).map(onFile),
    ({ state: { line } }, given) => {
      asked.push([nameOf(line), given]);
      const taken = answer(nameOf(line), given);
      return taken === null ? null : decisionOn(line, taken);
    },
  );
  return asked;
}
const namesAfter = (...args: Parameters<typeof askedAfter>) => askedAfter(...args).map(([name]) => name);

describe('a new decision on a line asks again', () => {
  it.each<[string, Refunds, readonly string[]]>([
    ['nobody where nothing reverses it', { 2: ['R'] }, []],
    ['each of its refunds', { 1: ['R', 'S'] }, ['R', 'S']],
    [
      'refunds of refunds, the nearest first',
      { 1: ['R', 'S'], R: ['RR'], S: ['SR'], RR: ['RRR'] },
      ['R', 'S', 'RR', 'SR', 'RRR'],
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

  it('those on file once a refund was asked', () => {
    const refunds: Record<string, readonly string[]> = { 1: ['R'] };
    const names = namesAfter('payment', refunds, (name, given) => {
      if (name === 'R') refunds['R'] = ['RR'];
      return given;
    });
    expect(names).toEqual(['R', 'RR']);
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
