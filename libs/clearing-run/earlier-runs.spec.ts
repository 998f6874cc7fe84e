import { instantOf } from '@gatekeeper/calendar';
import { Views } from '@gatekeeper/adjudication';
import type { ClosedPeriod, CountedAs } from '@gatekeeper/clearing';
import { everyoneIn } from '@gatekeeper/offline';
import { PACKS, bindPolicy, loadPacks } from '@gatekeeper/policy';
import { isMalformed, parseSettlementLine } from '@gatekeeper/wire';
import { EarlierRuns } from './earlier-runs';
import { NO_PLANS } from './visit';
import type { Visit } from './visit';

const at = (day: string) => instantOf(Date.parse(`${day}T00:00:00+08:00`));

/** Nobody is on file: it is refused where a text governs its area, and waits where none does. */
const LINE = parseSettlementLine(
  Buffer.from(
    JSON.stringify({
      ...{ infno: '2204', fixmedins_code: 'H31010000001', mdtrt_id: 'V1', feedetl_sn: '1', psn_token: 'p' },
      ...{ med_type: '11', insutype: '310', mdtrtarea_admvs: '310100', insuplc_admdvs: '310100' },
      ...{ fee_ocur_time: '2025-06-15 08:30:00', bilg_dr_codg: 'D310100000001', cnt: '10', pric: '10.00' },
      ...{ det_item_fee_sumamt: '100.00', fund_pay_amt: '80.00', pool_pay_amt: '70.00' },
    }),
  ),
);
if (isMalformed(LINE)) throw new Error(JSON.stringify(LINE.problems));
const line = LINE;
const visit: Visit = {
  ...{ fixmedinsCode: line.fixmedinsCode, visitId: line.visitId, plans: NO_PLANS },
  messages: [{ message: { kind: 'line', line }, receivedAt: at('2025-06-16') }],
  ...{ notices: [], decisions: [], holds: [], releases: [] },
};

const { packs } = loadPacks(PACKS, (_, { number }) => number);
const governing = (area: string) =>
  bindPolicy(new Map([[area, [{ pack: 'national-2024', dated: null }]]]), packs);
const [waits, refuses] = [governing('44'), governing('31')];
const adopted = [
  { adoptedAt: at('2025-01-01'), policy: waits },
  { adoptedAt: at('2025-07-10'), policy: refuses },
  { adoptedAt: at('2025-09-01'), policy: waits },
];
const closing = (closedFrom: string, adoptedAt: string | null): ClosedPeriod => ({
  ...{ area: '31', period: '2025-06', by: 'settlement', closedFrom: at(closedFrom) },
  ...(adoptedAt === null ? {} : { adoptedAt: at(adoptedAt) }),
});
const earlierRuns = () =>
  new EarlierRuns(adopted, {
    ...{ timelineOf: everyoneIn(new Map()), views: new Views(), policy: waits, knownAt: at('2025-10-01') },
  });

const HELD: CountedAs = { held: true, refused: 0n, recover: 0n };
const REFUSED: CountedAs = { held: false, refused: 8_000n, recover: 0n };

describe('what a closing run counted a line as', () => {
  it.each<[string, ClosedPeriod, CountedAs | null]>([
    ['under the policy it decided by', closing('2025-07-05', '2025-01-01'), HELD],
    ['also where that was adopted after its known_at', closing('2025-07-05', '2025-07-10'), REFUSED],
    ['also where another was adopted since', closing('2025-09-20', '2025-07-10'), REFUSED],
    ['not told: the last one before another came', closing('2025-07-09', null), HELD],
    ['not told: adopted by its known_at', closing('2025-07-10', null), REFUSED],
    ['a line that was not on file then', closing('2025-06-15', '2025-07-10'), null],
  ])('%s', (_, closed, expected) => {
    expect(earlierRuns().countedBy(visit, line, closed)).toEqual(expected);
  });

  it('is told apart for two periods closed as known at one moment', () => {
    const runs = earlierRuns();
    const counted = ['2025-01-01', '2025-07-10'].map((adoptedAt) =>
      runs.countedBy(visit, line, closing('2025-07-05', adoptedAt)),
    );
    expect(counted).toEqual([HELD, REFUSED]);
  });
});
