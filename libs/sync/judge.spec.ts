import type { Look } from './judge';
import { judge } from './judge';

const look = (version: number, more: Partial<Look>): Look => ({
  before: 'old',
  timeline: { subject: 'D1', version, records: [] },
  expected: 'new',
  isQueued: false,
  after: 'old',
  versionAfter: 5,
  ...more,
});

describe('an entry of Redis beside the registry', () => {
  test.each<[string, number, Partial<Look>, string]>([
    ['what is expected', 7, { after: 'new', versionAfter: 7 }, 'in_step'],
    ['a version before', 7, { versionAfter: 6 }, 'behind'],
    ['a version before, the change still queued', 7, { versionAfter: 6, isQueued: true }, 'on_its_way'],
    ['none', 7, { before: null, after: null, versionAfter: null }, 'missing'],
    ['none, the change still queued', 7, { after: null, versionAfter: null, isQueued: true }, 'on_its_way'],
    ['a version after, there before the registry was read', 7, { versionAfter: 8 }, 'ahead'],
    ['a version after, come meanwhile', 7, { before: 'older', versionAfter: 8 }, 'on_its_way'],
    ['other content of the version', 7, { versionAfter: 7 }, 'corrupt'],
    ['damage', 7, { versionAfter: 'corrupt' }, 'corrupt'],
    ['damage, a change still queued', 7, { versionAfter: 'corrupt', isQueued: true }, 'corrupt'],
    ['an entry of a subject not on file', 0, {}, 'orphan'],
    ['damage of a subject not on file', 0, { versionAfter: 'corrupt' }, 'orphan'],
    ['an entry come meanwhile, of a subject not on file', 0, { before: null }, 'on_its_way'],
    ['none of a subject not on file', 0, { after: null, versionAfter: null }, 'in_step'],
  ])('%s: version %i on file', (_, version, more, kind) => {
    expect(judge(look(version, more)).kind).toBe(kind);
  });

  test('a divergence says what was seen, and what it is to be', () => {
    expect(judge(look(7, { versionAfter: 6 }))).toEqual({
      kind: 'behind',
      subject: 'D1',
      seen: 'old',
      cachedVersion: 6,
      timeline: { subject: 'D1', version: 7, records: [] },
    });
    expect(judge(look(7, { versionAfter: 'corrupt' }))).toMatchObject({ seen: 'old', cachedVersion: null });
  });
});
