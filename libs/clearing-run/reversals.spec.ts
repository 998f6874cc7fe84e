/** In whose books a refund's recovery is: of the line that it reverses, whenever the refund itself is settled. */
import { Views } from '@gatekeeper/adjudication';
import { instantOf } from '@gatekeeper/calendar';
import type { ClosedPeriod } from '@gatekeeper/clearing';
import { ClearingPart, parsePeriod } from '@gatekeeper/clearing';
import { everyoneIn } from '@gatekeeper/offline';
import { PACKS, bindPolicy, loadPacks } from '@gatekeeper/policy';
import { isMalformed, parseSettlementLine } from '@gatekeeper/wire';
import { Clearing } from './cleared-lines';
import { EarlierRuns } from './earlier-runs';
import { newSha256 } from './run-files';
import { NO_PLANS } from './visit';
import type { Visit, VisitMessage } from './visit';

const at = (day: string) => instantOf(Date.parse(`${day}T00:00:00+08:00`));
const { packs } = loadPacks(PACKS, (_, { number }) => number);
/** Nobody is on file: whatever was paid is recovered. */
const policy = bindPolicy(new Map([['31', [{ pack: 'national-2024', dated: null }]]]), packs);

const came = (day: string, sign: '' | '-', more: Readonly<Record<string, string>>): VisitMessage => {
  const line = parseSettlementLine(
    Buffer.from(
      JSON.stringify({
        ...{ infno: '2204', fixmedins_code: 'H31010000001', mdtrt_id: 'V1', psn_token: 'p' },
        ...{ med_type: '11', insutype: '310', mdtrtarea_admvs: '310100', insuplc_admdvs: '310100' },
        ...{ bilg_dr_codg: 'D310100000001', cnt: `${sign}1`, pric: '80.00', paid_at: `${day} 12:00:00` },
        ...{ fee_ocur_time: `${day} 08:30:00`, det_item_fee_sumamt: `${sign}80.00` },
        ...{ fund_pay_amt: `${sign}80.00`, pool_pay_amt: `${sign}80.00` },
        ...more,
      }),
    ),
  );
  if (isMalformed(line)) throw new Error(JSON.stringify(line.problems));
  return { message: { kind: 'line', line }, receivedAt: at(day) };
};
const ORIGINAL = came('2025-06-15', '', { feedetl_sn: '1' });
const refund = (day: string): VisitMessage => came(day, '-', { feedetl_sn: '2', init_feedetl_sn: '1' });

const JUNE: ClosedPeriod = {
  ...{ area: '31', period: '2025-06', by: 'settlement', closedFrom: at('2025-07-05') },
};

/** What the run of a month keeps for the books of others, and what it recovers itself. */
function cleared(month: string, messages: readonly VisitMessage[], closed: readonly ClosedPeriod[]) {
  const period = parsePeriod(month);
  if (period === null) throw new Error(month);
  const visit: Visit = {
    ...{ fixmedinsCode: 'H31010000001', visitId: 'V1', plans: NO_PLANS, messages },
    ...{ notices: [], decisions: [], holds: [], releases: [] },
  };
  const deciding = {
    ...{ timelineOf: everyoneIn(new Map()), views: new Views(), policy, knownAt: at('2025-09-01') },
  };
  const part = new ClearingPart({
    ...{ area: '31', areaOf: 'treatment', period, by: 'settlement', closed, knownAt: deciding.knownAt },
    ...{ policy, seed: null, compares: false, newSha256 },
  });
  const lines = new Clearing(deciding, null, new EarlierRuns([], deciding)).linesOf(visit);
  const kept = lines.flatMap((line) => part.add(line).ledger);
  return { kept: kept.map((row): unknown => JSON.parse(row)), recover: part.finish().result.totals.recover };
}

describe('a refund of a line of June that is recovered', () => {
  const reversal = (area: string) => ({
    kind: 'reversal',
    line: { fixmedins_code: 'H31010000001', mdtrt_id: 'V1', chrg_bchno: '', feedetl_sn: '1' },
    ...{ area, period: '2025-06', refused: '0.00', recover: '-80.00' },
  });
  it.each([
    ['in June: it is in the total of June', '2025-06', '2025-06-20', [], '0', []],
    ['in July: it is told of the line of June', '2025-07', '2025-07-20', [JUNE], '-8000', [reversal('31')]],
    [
      'in July, June being closed by a wider area: of the books of that',
      ...(['2025-07', '2025-07-20', [{ ...JUNE, area: '3' }], '-8000', [reversal('3')]] as const),
    ],
    ['in July, June not being closed', '2025-07', '2025-07-20', [], '-8000', [reversal('31')]],
  ] as const)('%s', (_, month, day, closed, recover, kept) => {
    expect(cleared(month, [ORIGINAL, refund(day)], closed)).toEqual({ kept, recover });
  });
});
