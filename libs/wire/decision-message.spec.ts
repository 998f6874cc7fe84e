import { instantOf } from '@gatekeeper/calendar';
import { HOLD_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import type { BorneBy, Decision, HeldLine, LineRevision, Verdict } from '@gatekeeper/vocabulary';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import {
  decisionIdOf,
  decisionMessage,
  decisionText,
  holdMessage,
  HOLD_TEXTS,
  holdReleaseMessage,
  isMalformed,
  leafHashOf,
  leafOfDecision,
  leafOfHold,
  leafOfPublished,
  parseDecisionMessage,
  parseHoldMessage,
  REASON_TEXTS,
} from '.';

const line: LineRevision = {
  fixmedinsCode: 'H44010000002',
  visitId: '访问-1',
  chargeBatch: '',
  lineNo: '7',
  revision: 2,
  contentHash: `sha256:${'0a'.repeat(32)}`,
};

const verdict: Verdict = {
  kind: 'verdict',
  outcome: 'claw_back',
  reasons: [
    {
      code: 'CLINICIAN_SUSPENDED',
      effect: 'bars',
      role: 'ordering',
      article: 'guangdong-2025 art. 15',
      evidence: ['document 粤〔2025〕7号 "x"\u2028', '2025-06-10/2025-09-10'],
    },
    {
      code: 'OUTSIDE_PACK_IN_FORCE',
      effect: 'notes',
      role: null,
      article: 'guangdong-2025 reading',
      evidence: [],
    },
  ],
  refused: 0n,
  recover: -1205n,
  liable: 'institution',
  fundScope: 'pooled',
  pack: 'guangdong-2025',
  edition: '1',
};

const decided = (supersedes: string | null): Decision => ({
  decisionId: decisionIdOf(line, verdict, supersedes),
  line,
  verdict,
  supersedes,
  registryVersion: 12,
  knownAt: instantOf(1_751_299_200_250),
  decidedAt: instantOf(1_751_299_201_000),
  trigger: 'real_time',
});

interface Published {
  readonly reasons: readonly Record<string, unknown>[];
  readonly [field: string]: unknown;
}

/** As anybody outside recomputes it from CONTRACT 7, from the published message alone. */
function idFromMessage(message: Published): string {
  const apart = ['decision_id', 'registry_version', 'known_at', 'decided_at', 'trigger'];
  const texts = ['text_zh', 'text_en'];
  const without = (object: Record<string, unknown>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
  const hashed = {
    ...without(message, apart),
    reasons: message.reasons.map((reason) => without(reason, texts)),
  };
  return createHash('sha256')
    .update(canonicalize(hashed) ?? '')
    .digest('hex')
    .slice(0, 32);
}

describe('a decision message', () => {
  it.each([
    ['first', null],
    ['later', 'e'.repeat(32)],
  ])('of a %s decision is the same text by either way', (_, supersedes) => {
    const decision = decided(supersedes);
    expect(decisionText(decision)).toBe(JSON.stringify(decisionMessage(decision)));
    expect(decisionText({ ...decision, verdict: { ...verdict, reasons: [] } })).toBe(
      JSON.stringify(decisionMessage({ ...decision, verdict: { ...verdict, reasons: [] } })),
    );
  });

  it('is as the contract writes it', () => {
    expect(decisionMessage(decided(null))).toEqual({
      decision_id: decisionIdOf(line, verdict, null),
      line: {
        fixmedins_code: 'H44010000002',
        mdtrt_id: '访问-1',
        chrg_bchno: '',
        feedetl_sn: '7',
        revision: 2,
        content_hash: line.contentHash,
      },
      outcome: 'claw_back',
      reasons: [
        {
          code: 'CLINICIAN_SUSPENDED',
          effect: 'bars',
          role: 'ordering',
          article: 'guangdong-2025 art. 15',
          evidence: ['document 粤〔2025〕7号 "x"\u2028', '2025-06-10/2025-09-10'],
          text_zh: REASON_TEXTS.CLINICIAN_SUSPENDED.zh,
          text_en: REASON_TEXTS.CLINICIAN_SUSPENDED.en,
        },
        {
          code: 'OUTSIDE_PACK_IN_FORCE',
          effect: 'notes',
          article: 'guangdong-2025 reading',
          evidence: [],
          text_zh: REASON_TEXTS.OUTSIDE_PACK_IN_FORCE.zh,
          text_en: REASON_TEXTS.OUTSIDE_PACK_IN_FORCE.en,
        },
      ],
      amounts: { refused: '0.00', recover: '-12.05' },
      liable: 'institution',
      fund_scope: 'pooled',
      supersedes: null,
      pack: 'guangdong-2025',
      edition: '1',
      registry_version: 12,
      known_at: '2025-07-01T00:00:00.250+08:00',
      decided_at: '2025-07-01T00:00:01+08:00',
      trigger: 'real_time',
    });
  });

  it('says of a claw-back who bears it, in both languages, outside its id', () => {
    const borneBy: readonly BorneBy[] = [
      {
        code: 'CLINICIAN_SUSPENDED',
        documentNo: '文1',
        who: 'institution',
        because: 'MAINTAINED_LATE',
        article: 'guangdong-2025 art. 39',
      },
      {
        code: 'CODE_MISSING',
        documentNo: null,
        who: 'institution',
        because: 'NO_NOTICE_INVOLVED',
        article: 'guangdong-2025 reading',
      },
    ];
    const borne = { ...decided(null), verdict: { ...verdict, borneBy } };
    expect(decisionIdOf(line, borne.verdict, null)).toBe(decisionIdOf(line, verdict, null));
    const message = decisionMessage(borne);
    expect(message.borne_by).toEqual([
      {
        ...{
          code: 'CLINICIAN_SUSPENDED',
          document_no: '文1',
          who: 'institution',
          because: 'MAINTAINED_LATE',
        },
        article: 'guangdong-2025 art. 39',
        text_zh: expect.stringContaining('由机构承担'),
        text_en: expect.stringContaining('late maintenance'),
      },
      {
        ...{ code: 'CODE_MISSING', who: 'institution', because: 'NO_NOTICE_INVOLVED' },
        article: 'guangdong-2025 reading',
        text_zh: expect.stringContaining('本系统的理解'),
        text_en: expect.stringContaining('(a reading)'),
      },
    ]);
    expect({ ...message, borne_by: undefined }).toEqual({
      ...decisionMessage(decided(null)),
      borne_by: undefined,
    });
    expect(decisionText(borne)).toBe(JSON.stringify(message));
    expect(leafOfDecision(borne)).toBe(leafOfPublished(message));
    expect(leafOfDecision(borne)).not.toBe(leafOfDecision(decided(null)));
  });

  it('is sealed as its RFC 8785 form without texts, the same from the decision as from what was published', () => {
    const leaf = leafOfDecision(decided('a'.repeat(32)));
    const message = decisionMessage(decided('a'.repeat(32)));
    const withoutTexts = message.reasons.map((reason) => ({
      ...reason,
      ...{ text_zh: undefined, text_en: undefined },
    }));
    expect(leaf).toBe(canonicalize({ ...message, reasons: withoutTexts }));
    expect(leafOfPublished(JSON.parse(JSON.stringify(message)))).toBe(leaf);
    expect(leafOfPublished({ ...message, reasons: [] })).toBe(
      leafOfDecision({ ...decided('a'.repeat(32)), verdict: { ...verdict, reasons: [] } }),
    );
    expect(leafHashOf(leaf).toString('hex')).toBe(createHash('sha256').update(`\0${leaf}`).digest('hex'));
  });

  it.each(['decided_at', 'known_at', 'registry_version', 'trigger', 'decision_id', 'supersedes'])(
    'has another leaf with another %s',
    (field) => {
      const message = decisionMessage(decided(null));
      expect(leafOfPublished({ ...message, [field]: 'another' })).not.toBe(leafOfPublished(message));
    },
  );

  it.each([null, 'a'.repeat(32)])('hashes to its own decision_id when it supersedes %s', (supersedes) => {
    const message: Published = JSON.parse(JSON.stringify(decisionMessage(decided(supersedes))));
    expect(idFromMessage(message)).toBe(decisionIdOf(line, verdict, supersedes));
  });

  it.each<readonly [string, LineRevision, Verdict, string | null]>([
    ['revision', { ...line, revision: 3 }, verdict, null],
    ['content', { ...line, contentHash: `sha256:${'0b'.repeat(32)}` }, verdict, null],
    ['charge batch', { ...line, chargeBatch: 'B' }, verdict, null],
    ['outcome', line, { ...verdict, outcome: 'reject' }, null],
    ['reasons', line, { ...verdict, reasons: verdict.reasons.slice(1) }, null],
    ['order of reasons', line, { ...verdict, reasons: verdict.reasons.toReversed() }, null],
    ['refused', line, { ...verdict, refused: 1n }, null],
    ['recover', line, { ...verdict, recover: 1205n }, null],
    ['liable', line, { ...verdict, liable: 'none' }, null],
    ['fund scope', line, { ...verdict, fundScope: 'all' }, null],
    ['pack', line, { ...verdict, pack: 'national-2024' }, null],
    ['edition', line, { ...verdict, edition: '2' }, null],
    ['supersedes', line, verdict, 'a'.repeat(32)],
  ])('has another id with another %s', (_, otherLine, otherVerdict, supersedes) => {
    expect(decisionIdOf(otherLine, otherVerdict, supersedes)).not.toBe(decisionIdOf(line, verdict, null));
  });

  it('is read back with all that it states', () => {
    const message = decisionMessage(decided('b'.repeat(32)));
    expect(parseDecisionMessage(JSON.stringify(message))).toEqual({
      decisionId: message.decision_id,
      line,
      supersedes: 'b'.repeat(32),
      knownAt: instantOf(1_751_299_200_250),
      stated: message,
    });
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['no JSON', '{', [' NOT_JSON']],
    ['a list', '[]', [' NOT_AN_OBJECT']],
    ['nothing in it', '{}', ['decision_id FIELD_MISSING', 'line FIELD_MISSING', 'known_at FIELD_MISSING']],
    ['a line that is none', '{"decision_id":"a","known_at":"2025-07-01","line":"x"}', ['line NOT_AN_OBJECT']],
    [
      'a line without its name',
      '{"decision_id":"a","known_at":"2025-07-01","line":{"fixmedins_code":"H","mdtrt_id":"v","revision":-1}}',
      ['line.feedetl_sn FIELD_MISSING', 'line.revision FIELD_INVALID', 'line.content_hash FIELD_MISSING'],
    ],
    ['a key twice', '{"decision_id":"a","decision_id":"a"}', ['decision_id DUPLICATE_KEY']],
  ])('with %s is malformed', (_, text, problems) => {
    const read = parseDecisionMessage(text);
    expect(isMalformed(read) ? read.problems.map(({ path, code }) => `${path} ${code}`) : []).toEqual(
      problems,
    );
  });
});

describe('a hold record', () => {
  const held: HeldLine = {
    line,
    hold: {
      kind: 'hold',
      holdCode: 'PACK_MISSING',
      needs: ['a pack for area 460200'],
      pack: null,
      edition: null,
    },
    knownAt: instantOf(1_751_299_200_000),
    since: instantOf(1_751_299_200_000),
  };

  it('is as the contract writes it, without what it has not', () => {
    expect(holdMessage(held)).toEqual({
      line: decisionMessage(decided(null)).line,
      hold_code: 'PACK_MISSING',
      needs: ['a pack for area 460200'],
      known_at: '2025-07-01T00:00:00+08:00',
      since: '2025-07-01T00:00:00+08:00',
    });
    expect(holdMessage({ ...held, hold: { ...held.hold, pack: 'p', edition: '1' } })).toMatchObject({
      pack: 'p',
      edition: '1',
    });
  });

  it('is read back with all that it states', () => {
    const message = holdMessage(held);
    expect(parseHoldMessage(JSON.stringify(message))).toEqual({
      kind: 'hold',
      line,
      knownAt: held.knownAt,
      stated: message,
    });
  });

  it('is sealed as its RFC 8785 form', () => {
    const withPack = { ...held, hold: { ...held.hold, pack: 'p', edition: '1' } };
    for (const each of [held, withPack]) {
      expect(leafOfHold(each)).toBe(canonicalize(holdMessage(each)));
      expect(leafOfPublished(holdMessage(each))).toBe(leafOfHold(each));
    }
  });

  it('is released by naming the decision', () => {
    const release = holdReleaseMessage(line, 'c'.repeat(32));
    expect(parseHoldMessage(JSON.stringify(release))).toEqual({
      kind: 'release',
      line,
      releasedBy: 'c'.repeat(32),
    });
  });

  it.each([
    ['{', ' NOT_JSON'],
    ['{}', 'line FIELD_MISSING'],
    ['{"line":{}}', 'line.fixmedins_code FIELD_MISSING'],
    [JSON.stringify({ ...holdMessage(held), known_at: 'then' }), 'known_at FIELD_INVALID'],
  ])('%s is malformed', (text, problem) => {
    const read = parseHoldMessage(text);
    expect(isMalformed(read) && `${read.problems[0].path} ${read.problems[0].code}`).toBe(problem);
  });
});

it.each([
  ['reason', REASON_CODES.map((code) => REASON_TEXTS[code])],
  ['hold', HOLD_CODES.map((code) => HOLD_TEXTS[code])],
])('every %s code has its own words in both languages', (_, texts) => {
  for (const language of ['zh', 'en'] as const) {
    const words = texts.map((text) => text[language]);
    expect(words.every((text) => text.length > 5)).toBe(true);
    expect(new Set(words).size).toBe(words.length);
  }
});
