import { formatInstant, instantOf } from '@gatekeeper/calendar';
import type { Decision, HeldLine } from '@gatekeeper/vocabulary';
import { decisionText, holdMessage, holdReleaseMessage, parseStatedDecision, parseStatedHold } from '.';

const AT = instantOf(1_751_299_200_250);
const line = {
  ...{ fixmedinsCode: 'H44010000002', visitId: 'V1', chargeBatch: '', lineNo: '7' },
  ...{ revision: 2, contentHash: 'sha256:ab' },
};
const decision: Decision = {
  decisionId: 'a'.repeat(32),
  line,
  verdict: {
    kind: 'verdict',
    outcome: 'claw_back',
    reasons: [
      {
        ...{
          code: 'CLINICIAN_SUSPENDED',
          effect: 'bars',
          role: 'ordering',
          article: 'guangdong-2025 art. 15',
        },
        evidence: ['document 粤1号', '2025-06-10/2025-09-10'],
      },
      { code: 'OUTSIDE_PACK_IN_FORCE', effect: 'notes', role: null, article: 'x', evidence: [] },
    ],
    refused: 5n,
    recover: -8_000n,
    liable: 'none',
    borneBy: [
      {
        ...{ code: 'CLINICIAN_SUSPENDED', documentNo: '粤1号', who: 'fund' },
        ...{ because: 'NOT_DELIVERED_YET', article: 'guangdong-2025 art. 39' },
      },
    ],
    fundScope: 'pooled',
    pack: 'guangdong-2025',
    edition: '1',
  },
  supersedes: 'b'.repeat(32),
  registryVersion: 12,
  knownAt: AT,
  decidedAt: instantOf(1_751_299_201_000),
  trigger: 'payment',
};

describe('what was published is read back whole', () => {
  it('a decision', () => {
    expect(parseStatedDecision(decisionText(decision))).toEqual(decision);
  });

  it('a decision on a line that was withdrawn before any pack was chosen', () => {
    const withdrawn: Decision = {
      ...decision,
      verdict: {
        ...{ kind: 'verdict', outcome: 'void', reasons: [], refused: 0n, recover: 0n, liable: 'none' },
        ...{ fundScope: 'all', pack: '', edition: '' },
      },
      supersedes: null,
    };
    expect(parseStatedDecision(decisionText(withdrawn))).toEqual(withdrawn);
  });

  it('a hold, and its release', () => {
    const held: HeldLine = {
      line,
      hold: { kind: 'hold', holdCode: 'DATE_IMPLAUSIBLE', needs: ['a date'], pack: null, edition: null },
      ...{ knownAt: AT, since: AT },
    };
    expect(parseStatedHold(JSON.stringify(holdMessage(held)))).toEqual({ kind: 'hold', held });
    expect(parseStatedHold(JSON.stringify(holdReleaseMessage(line, 'id')))).toEqual({
      ...{ kind: 'release', line, releasedBy: 'id', releasedAt: null },
    });
    const exported = { ...holdReleaseMessage(line, 'id'), released_at: formatInstant(AT) };
    expect(parseStatedHold(JSON.stringify(exported))).toEqual({
      ...{ kind: 'release', line, releasedBy: 'id', releasedAt: AT },
    });
  });

  it.each([
    ['outcome', { outcome: 'maybe' }],
    ['reasons[0].code', { reasons: [{ code: 'X', effect: 'bars', article: 'a', evidence: [] }] }],
    ['amounts.recover', { amounts: { refused: '0.00', recover: '1e3' } }],
    ['reasons', { reasons: 'none' }],
  ])('with a bad %s it is none, and that is named', (path, bad) => {
    const stated: object = JSON.parse(decisionText(decision));
    expect(parseStatedDecision(JSON.stringify({ ...stated, ...bad }))).toMatchObject({
      kind: 'malformed',
      problems: [{ path }],
    });
  });
});
