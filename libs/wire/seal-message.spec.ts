import { canonicalJson, isMalformed, parseLineProof, parseSeal, writtenLineOf } from '.';

const HASH = 'ab'.repeat(32);
const SEAL = {
  origin: '44/2025-06',
  size: 3,
  root: HASH,
  hash: 'sha256',
  known_at: '2025-07-05T00:00:00+08:00',
  previous: { size: 0, root: HASH },
  log: { size: 1, root: HASH },
  consistency: [HASH],
  key_id: HASH,
  signature: 'cd'.repeat(64),
};
const PROOF = {
  line: { fixmedins_code: 'H1', mdtrt_id: 'V', chrg_bchno: '', feedetl_sn: '1' },
  index: 2,
  size: 3,
  path: [HASH],
};
const problemsOf = (read: object): readonly string[] =>
  isMalformed(read) ? read.problems.map(({ path, code }) => `${path} ${code}`) : [];

describe('a seal in a file', () => {
  it('is read as it stands, with what is signed of it', () => {
    const { signature, ...unsigned } = SEAL;
    expect(parseSeal(JSON.stringify(SEAL, null, 2))).toEqual({ seal: SEAL, signed: canonicalJson(unsigned) });
    const more = { ...SEAL, note: 'added later' };
    expect(parseSeal(JSON.stringify(more))).toEqual({
      seal: SEAL,
      signed: canonicalJson({ ...unsigned, note: 'added later' }),
    });
    expect(signature).toHaveLength(128);
  });

  it.each<readonly [string, object, string]>([
    ['another hash', { hash: 'sha1' }, 'hash FIELD_INVALID'],
    ['half a size', { size: 1.5 }, 'size FIELD_INVALID'],
    ['an upper-case root', { root: HASH.toUpperCase() }, 'root FIELD_INVALID'],
    ['no log', { log: undefined }, 'log FIELD_MISSING'],
    ['a log without root', { log: { size: 1 } }, 'log.root FIELD_MISSING'],
    ['a previous that is none', { previous: 7 }, 'previous NOT_AN_OBJECT'],
    ['a proof that is no list', { consistency: HASH }, 'consistency FIELD_INVALID'],
    ['a proof of half a hash', { consistency: ['ab'] }, 'consistency FIELD_INVALID'],
    ['a short signature', { signature: 'cd' }, 'signature FIELD_INVALID'],
  ])('with %s is malformed', (_, part, problem) =>
    expect(problemsOf(parseSeal(JSON.stringify({ ...SEAL, ...part })))).toEqual([problem]),
  );

  it('is one JSON object, with no key twice', () => {
    expect(problemsOf(parseSeal('{'))).toEqual([' NOT_JSON']);
    expect(problemsOf(parseSeal('{"size":1,"size":2}'))).toEqual(['size DUPLICATE_KEY']);
  });
});

describe('the proof of a line in a file', () => {
  it.each([
    ['an object', PROOF.line],
    ['one joined text', 'H1|V||1'],
  ])('names its line by %s', (_, line) =>
    expect(parseLineProof(JSON.stringify({ ...PROOF, line }))).toEqual({ ...PROOF, line: 'H1|V||1' }),
  );

  it.each<readonly [string, object, string]>([
    ['no line', { line: undefined }, 'line FIELD_MISSING'],
    ['a line without number', { line: { ...PROOF.line, feedetl_sn: '' } }, 'line.feedetl_sn FIELD_MISSING'],
    ['a negative index', { index: -1 }, 'index FIELD_INVALID'],
    ['a path of numbers', { path: [1] }, 'path FIELD_INVALID'],
  ])('with %s is malformed', (_, part, problem) =>
    expect(problemsOf(parseLineProof(JSON.stringify({ ...PROOF, ...part })))).toEqual([problem]),
  );
});

it('a decision names its line; what has none is malformed', () => {
  expect(writtenLineOf({ line: { ...PROOF.line, revision: 1 } })).toBe('H1|V||1');
  expect(isMalformed(writtenLineOf(7) as object)).toBe(true);
});
