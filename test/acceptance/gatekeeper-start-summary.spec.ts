import { inTransaction, poolOf } from '@gatekeeper/database';
import { EMPTY_BATCH } from '@gatekeeper/decision-store';
import type { RecordedBatch } from '@gatekeeper/decision-store';
import type { Decision, Reason, ReasonCode, Verdict } from '@gatekeeper/vocabulary';
import { standingLines } from '../../apps/gatekeeper/start-summary';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { decisionOn, heldOn, identity, openStores, recordedLine, revisionOf } from './stores-parts';

const reason = (
  effect: Reason['effect'],
  code: ReasonCode,
  role: Reason['role'] = null,
  evidence: readonly string[] = [],
): Reason => ({ code, effect, role, article: 'guangdong-2025 art. 15', evidence });
const goodStanding = reason('notes', 'IN_GOOD_STANDING');
const suspended = (documentNo: string): Reason =>
  reason('bars', 'CLINICIAN_SUSPENDED', 'ordering', [documentNo]);

describeWith(['postgres'], 'what stands on the lines on file', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('standing');
  });
  afterAll(() => stores.close());

  let lines = 0;
  const nextLine = () => revisionOf(identity(`${++lines}`));
  const decided = (outcome: Verdict['outcome'], reasons: readonly Reason[], refused = 0n): Decision => {
    const line = nextLine();
    const { verdict } = decisionOn(line, '');
    return decisionOn(line, `d${line.lineNo}`, {
      verdict: { ...verdict, outcome, reasons, refused, recover: 0n },
    });
  };
  const record = (batch: Partial<RecordedBatch>): Promise<void> =>
    inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, { ...EMPTY_BATCH, ...batch }),
    );

  test('is counted once for each line, under its leading reason', async () => {
    const decisions = [
      decided('accept', [goodStanding]),
      decided('accept', [reason('notes', 'CLINICIAN_SUSPENDED', 'performing'), goodStanding]),
      decided('accept', [suspended('1号'), reason('lifts', 'EMERGENCY_EXEMPT')]),
      decided('reject', [suspended('1号')], 9_007_199_254_740_993n),
      decided('reject', [suspended('2号'), reason('lifts', 'EXEMPTION_GRANTED')], 2n),
      decided('reject', [reason('notes', 'REFUND_MIRRORS_ORIGINAL')], -1n),
      decided('accept', []),
    ];
    const superseded = decided('reject', [suspended('3号')], 5n);
    const superseding = decisionOn(superseded.line, 'later', {
      supersedes: superseded.decisionId,
      verdict: { ...superseded.verdict, outcome: 'accept', reasons: [goodStanding], refused: 0n },
    });
    const reuploaded = decided('accept', [goodStanding]);
    const [held, secondUpload] = [nextLine(), revisionOf(reuploaded.line, 2)];
    await record({
      newLines: [...decisions, superseded, reuploaded, { line: held }].map(({ line }) => recordedLine(line)),
      newRevisions: [recordedLine(secondUpload)],
      decisions: [...decisions, reuploaded, superseded, superseding],
      holds: [
        heldOn(held),
        heldOn(secondUpload, { hold: { ...heldOn(held).hold, holdCode: 'DATE_IMPLAUSIBLE' } }),
      ],
    });
    const standing = await standingLines(poolOf(stores.dataSource));
    expect(standing.map((it) => [it.outcome, it.reason, it.lines, it.fen])).toEqual([
      ['accept', 'IN_GOOD_STANDING', 3, 0n],
      ['accept', '', 1, 0n],
      ['accept', 'EMERGENCY_EXEMPT', 1, 0n],
      ['held', 'DATE_IMPLAUSIBLE', 1, 0n],
      ['held', 'PACK_MISSING', 1, 0n],
      ['reject', 'CLINICIAN_SUSPENDED', 2, 9_007_199_254_740_995n],
      ['reject', 'REFUND_MIRRORS_ORIGINAL', 1, -1n],
    ]);
  });
});
