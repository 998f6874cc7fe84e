import type { OriginalLine } from '@gatekeeper/adjudication';
import { decide, gatherFacts, neverOnFile, registryTimelines, Views } from '@gatekeeper/adjudication';
import { parseTime } from '@gatekeeper/calendar';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf, isMalformed, parseSettlementLine } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { answersIn } from './http-answers';
import type { Doors } from './http-parts';
import { loadRegistry, openDoors, sampleLines, sampleRegistry } from './http-parts';

describeWith(['postgres'], 'POST /v1/checks on the sample', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await migratedDatabase('http-sample');
    doors = await openDoors(database.url);
    await loadRegistry(doors, sampleRegistry());
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  it('answers every line as decide does, as known at the moment the answer names', async () => {
    const timelines = registryTimelines(sampleRegistry());
    const rows = sampleLines();
    let compared = 0;
    for (let start = 0; start < rows.length; start += 1000) {
      const some = rows.slice(start, start + 1000);
      const { body } = await doors.post('/v1/checks', `{"lines":[${some.join()}]}`);
      const { known_at } = body as { known_at: string };
      const knownAt = parseTime(known_at)!.instant;
      const expected = some.map((row) => idOrHold(lineIn(row), knownAt));
      expect(answersIn(body).map(({ decision, hold }) => decision?.decision_id ?? hold?.hold_code)).toEqual(
        expected,
      );
      compared += expected.length;
    }
    expect(compared).toBe(2314);

    function idOrHold(line: SettlementLine, knownAt: Parameters<Views['person']>[1]): string {
      const original: OriginalLine = { kind: 'unknown' };
      const facts = gatherFacts(
        line,
        { knownAt, noticed: null, original },
        (subject) => timelines.get(subject) ?? neverOnFile(subject),
        new Views(),
      );
      if ('unread' in facts) throw new Error('a registry at hand answers for every subject');
      const answer = decide(line, facts, doors.parts.policy);
      const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
      const revision = {
        fixmedinsCode,
        visitId,
        chargeBatch,
        lineNo,
        revision: 1,
        contentHash: contentHash(line),
      };
      return answer.kind === 'hold' ? answer.holdCode : decisionIdOf(revision, answer, null);
    }
  });
});

function lineIn(row: string): SettlementLine {
  const line = parseSettlementLine(Buffer.from(row));
  if (isMalformed(line) || isRefund(line))
    throw new Error('the sample holds good lines, none of them a refund');
  return line;
}
