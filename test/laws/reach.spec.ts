/** The laws are worth what is generated: each code arises, and each pack decides. */
import type { Answer, HoldCode, ReasonCode } from '@gatekeeper/vocabulary';
import { HOLD_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import { PACKS } from '@gatekeeper/policy';
import fc from 'fast-check';
import { answer, asked } from './deciding';
import { claim, line } from './lines';
import { registry } from './records';

describe('what is generated', () => {
  const answers: readonly Answer[] = fc
    .sample(asked(fc.oneof(claim, claim, line), registry), { seed: 20261122, numRuns: 4000 })
    .map((question) => answer(question));
  const seen = new Set<HoldCode | ReasonCode>(
    answers.flatMap((each) =>
      each.kind === 'hold' ? [each.holdCode] : each.reasons.map(({ code }) => code),
    ),
  );

  it.each([...REASON_CODES, ...HOLD_CODES])('leads to %s', (code) => {
    expect([...seen]).toContain(code);
  });

  it.each(PACKS.map(({ name }) => name))('is decided under %s', (name) => {
    expect(answers.some((each) => each.kind !== 'hold' && each.pack === name)).toBe(true);
  });
});
