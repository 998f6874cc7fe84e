import { refuse } from './answer';
import { decisionOfTwo } from './decision-of-two';
import { asked, caseOf, taken } from './testing/cases';
import { step } from './workflow';

interface Ordered {
  readonly order: { readonly days: number } | null;
  readonly before?: string;
}

const decision = decisionOfTwo<Ordered, { readonly days: number }>({
  waiting: 'waiting',
  proposedIn: ({ order }) => order,
  keep: (order, state) => (order === null ? { order } : { order, before: state }),
  nothing: refuse('nothing-ordered', 'Nothing was ordered'),
});
const WHO = { title: { en: 'A step', zh: '步骤' }, roles: ['reviewer'] } as const;
const fileOf = (state: string, data: Ordered) => caseOf(data, { kind: 'ordered', state });

describe('a decision of two', () => {
  const propose = decision.propose({
    ...WHO,
    from: ['open', 'closed'],
    proposalOf: ({ state }, { body: { days } }: { readonly body: { readonly days: number } }) =>
      state === 'closed' && days > 3 ? refuse('too-long', 'Three days at most') : { days },
  });
  const returned = decision.return({
    ...WHO,
    to: ['open', 'closed'],
    leadsTo: ({ data }) => ({ state: data.before ?? 'open', met: ['answer'] }),
  });
  const refused = decision.refuse({ ...WHO, to: ['refused'], leadsTo: () => ({ met: ['answer'] }) });
  const confirm = decision.confirm({
    ...WHO,
    to: ['ordered'],
    act: ({ days }) => ({ documentNo: String(days) }),
  });

  it('one proposes, from where the case stands', () => {
    expect(propose).toMatchObject({ from: ['open', 'closed'], to: ['waiting'], proposes: true });
    expect(taken(propose, fileOf('open', { order: null }), asked({ days: 5 }))).toEqual({
      data: { order: { days: 5 }, before: 'open' },
    });
    expect(taken(propose, fileOf('closed', { order: null }), asked({ days: 5 }))).toBe('too-long');
  });

  it('another returns it to there, or refuses it and leaves it on the case', () => {
    expect(returned).toMatchObject({ from: ['waiting'], endsProposal: true });
    const file = fileOf('waiting', { order: { days: 5 }, before: 'closed' });
    expect(taken(returned, file, asked({ reasons: '' }))).toEqual({
      data: { order: null },
      state: 'closed',
      met: ['answer'],
    });
    expect(refused).toMatchObject({ from: ['waiting'], to: ['refused'], endsProposal: true });
    expect(taken(refused, file, asked({ reasons: '' }))).toEqual({ met: ['answer'] });
  });

  it('another confirms it, if anything was proposed', () => {
    expect(confirm).toMatchObject({ from: ['waiting'], movesMoney: true });
    expect(taken(confirm, fileOf('waiting', { order: { days: 5 } }), asked({}))).toEqual({ documentNo: '5' });
    expect(taken(confirm, fileOf('waiting', { order: null }), asked({}))).toBe('nothing-ordered');
  });
});

describe('a step', () => {
  const looks = step({ ...WHO, from: ['open'], to: ['open'], needs: ['line'], act: () => ({}) });

  it('is not taken without what it needs; that there is none is known, too', () => {
    const file = fileOf('open', { order: null });
    expect(looks.needs).toEqual(['line']);
    expect(looks.act(file, asked({}))).toEqual({ notBrought: ['line'] });
    expect(looks.act(file, asked({}, { facts: { line: null } }))).toEqual({});
  });
});
