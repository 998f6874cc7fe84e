/** What set logic says of a line without asking `decide` is what `decide` says of it (clearing by set logic, CONTRACT 9). */
import { covers, plusMs } from '@gatekeeper/calendar';
import type { PersonView } from '@gatekeeper/adjudication';
import {
  amountInScope,
  untouchedGround,
  untouchedPerson,
  untouchedTerms,
  Views,
} from '@gatekeeper/adjudication';
import type { SettlementLine, Verdict } from '@gatekeeper/vocabulary';
import { foldCode, isMissingCode } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { timelineIn } from '../regulation/asking';
import { answer, asked } from './deciding';
import type { Asked } from './deciding';
import { claim, line } from './lines';
import { registry } from './records';

/** What the README of libs/clearing-run asks of a line beside its ranges; each is left out once below. */
const PLAIN: Readonly<Record<string, (of: SettlementLine) => boolean>> = {
  'no refund': ({ quantity, lineAmount }) => !quantity.startsWith('-') && lineAmount >= 0n,
  'amounts that fit': ({ lineAmount, fundAmount, pooledAmount, accountAmount }) =>
    pooledAmount >= 0n &&
    fundAmount >= pooledAmount &&
    lineAmount >= fundAmount &&
    (accountAmount ?? 0n) >= 0n,
  'admitted before its fee': ({ admittedAt, feeOccurredAt }) =>
    admittedAt === null || admittedAt <= feeOccurredAt,
};
const RANGES = ['terms', 'ground', 'ordering', 'performing', 'department', 'claimed'] as const;
type LeftOut = string | null;

/** The answer that follows from ranges; `null`: the line goes to `decide`. */
function untouched(
  { line: of, registry: records, policy, knownAt }: Asked,
  leftOut: LeftOut,
): Verdict | null {
  const asks = (what: LeftOut): boolean => what !== leftOut;
  const holds = (what: string): boolean => !asks(what) || (PLAIN[what]?.(of) ?? false);
  if (!Object.keys(PLAIN).every(holds)) return null;
  const { feeOccurredAt, treatmentArea, orderingCode, performingCode, departmentCode } = of;
  const [views, timelineOf] = [new Views(), timelineIn(records)];
  const site = foldCode(of.fixmedinsCode);
  const institutionTimeline = timelineOf(site);
  if (institutionTimeline === undefined) return null;
  const institution = views.institution(institutionTimeline, knownAt);
  const personOf = (code: string): PersonView | null => {
    const timeline = timelineOf(code);
    return timeline === undefined ? null : views.person(timeline, knownAt);
  };
  const around = { from: plusMs(feeOccurredAt, -9e9), until: plusMs(feeOccurredAt, 9e9) };
  const all = untouchedTerms(treatmentArea, around, knownAt, policy);
  const [terms, second] = all.filter((each) => covers(each, feeOccurredAt));
  if (second !== undefined) throw new Error('two terms of one moment');
  const found = terms ?? (asks('terms') ? undefined : all[0]);
  if (found === undefined) return null;
  const { parameters } = found;
  const isClear = (raw: string | null, as: 'registered' | 'prescriber', absent: boolean): boolean => {
    const code = raw === null ? '' : foldCode(raw);
    if (raw === null || isMissingCode(code)) return absent;
    const person = personOf(code);
    if (person === null) return false;
    return untouchedPerson(person, as, site, parameters).some((one) => covers(one, feeOccurredAt));
  };
  if (asks('claimed') && amountInScope(of, found.fundScope) === 0n) return found.nothingClaimed;
  const pharmacy = of.transaction === '2102';
  const ground = untouchedGround(institution, pharmacy, personOf, parameters);
  const department = departmentCode === null ? null : foldCode(departmentCode);
  const conditions: Readonly<Record<string, boolean>> = {
    ground: ground.some((one) => covers(one, feeOccurredAt)),
    ordering: isClear(orderingCode, pharmacy ? 'prescriber' : 'registered', pharmacy),
    performing: isClear(performingCode, 'registered', true),
    department: department === null || !institution.departmentStatuses.has(department),
  };
  return Object.entries(conditions).every(([what, is]) => is || what === leftOut)
    ? found.inGoodStanding
    : null;
}

/** In what two answers must agree where nothing differs (CONTRACT 8), and what a run counts by. */
const saidBy = ({ outcome, reasons, refused, recover, liable, fundScope, pack, edition }: Verdict) => ({
  ...{ outcome, refused, recover, liable, fundScope, pack, edition },
  reasons: reasons.map(({ code, effect, role }) => [code, effect, role]),
});

const questions = asked(fc.oneof(claim, line), registry);
const sample = fc.sample(questions, { numRuns: 6_000, seed: 20261130 });
const isWrong = (question: Asked, leftOut: LeftOut): boolean => {
  const said = untouched(question, leftOut);
  if (said === null) return false;
  const decided = answer(question);
  return (
    decided.kind === 'hold' || JSON.stringify(saidBy(decided), text) !== JSON.stringify(saidBy(said), text)
  );
};
const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

describe('a line that nothing touches', () => {
  it('is answered as `decide` answers it, whoever paid', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(isWrong(question, null)).toBe(false);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is no rare one: both answers come, of hospitals and of pharmacies', () => {
    const came = sample.flatMap((question) => {
      const said = untouched(question, null);
      return said === null ? [] : [`${question.line.transaction} ${said.reasons[0]?.code ?? ''}`];
    });
    expect([...new Set(came)]).toEqual(
      expect.arrayContaining([
        ...['2301 IN_GOOD_STANDING', '2102 IN_GOOD_STANDING'],
        ...['2204 NO_FUND_MONEY', '2102 NO_FUND_MONEY'],
      ]),
    );
    expect(came.length).toBeGreaterThan(300);
  });

  it.each([...RANGES, ...Object.keys(PLAIN)])('would be answered wrongly without asking for: %s', (what) => {
    expect(sample.some((question) => isWrong(question, what))).toBe(true);
  });
});
