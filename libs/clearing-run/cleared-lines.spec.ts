import { registryTimelines, Views } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { differenceOf } from '@gatekeeper/clearing';
import { everyoneIn } from '@gatekeeper/offline';
import { bindPolicy, DEFAULT_AREA_MAP, loadPacks, PACKS } from '@gatekeeper/policy';
import { isMalformed, parseLineRow, parsePaymentRow, parseRegistryRow } from '@gatekeeper/wire';
import type { Malformed } from '@gatekeeper/wire';
import { Clearing } from './cleared-lines';
import { EarlierRuns } from './earlier-runs';
import type { Deciding, RunAnswer } from './settle-visit';
import { settleVisit } from './settle-visit';
import { NO_PLANS } from './visit';
import type { Visit } from './visit';

type Fields = Readonly<Record<string, unknown>>;

const instant = (day: string): Instant => instantOf(Date.parse(`${day}T00:00:00+08:00`));

function parsed<Value extends object>(parse: (bytes: Buffer) => Value | Malformed, fields: Fields): Value {
  const read = parse(Buffer.from(JSON.stringify(fields)));
  if (isMalformed(read)) throw new Error(JSON.stringify(read.problems));
  return read;
}

const [SITE, DOCTOR, OTHER] = ['H44010000001', 'D440100000001', 'D440100000002'];
const VISIT: Fields = { fixmedins_code: SITE, mdtrt_id: 'V1' };

/** Of a stay in April in Guangdong; received on a day. */
const line = (day: string, feedetl_sn: string, more: Fields = {}): Fields => ({
  ...{ ...VISIT, infno: '2301', feedetl_sn, psn_token: 'p', insutype: '310', med_type: '11' },
  ...{ mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', bilg_dr_codg: DOCTOR, cnt: '1', pric: '100.00' },
  ...{ adm_time: '2025-04-07 00:00:00', fee_ocur_time: '2025-04-16 08:00:00' },
  ...{ det_item_fee_sumamt: '100.00', fund_pay_amt: '80.00', pool_pay_amt: '70.00' },
  ...{ received_at: `${day} 00:00:00`, ...more },
});
const refund = (day: string, feedetl_sn: string, init_feedetl_sn: string): Fields =>
  line(day, feedetl_sn, {
    ...{ init_feedetl_sn, cnt: '-1', det_item_fee_sumamt: '-100.00' },
    ...{ fund_pay_amt: '-80.00', pool_pay_amt: '-70.00' },
  });
const voidOf = (day: string, feedetl_sn: string): Fields => ({
  ...{ ...VISIT, op: 'void', feedetl_sn, voided_at: `${day} 00:00:00`, received_at: `${day} 00:00:00` },
});
const proven = (day: string, feedetl_sn: string): Fields => ({
  ...{ ...VISIT, op: 'fact', feedetl_sn, fact: 'emergency_proven', document_no: '核1', approved_at: day },
  received_at: `${day} 00:00:00`,
});
const notice = (day: string, feedetl_sn: string): Fields => ({
  ...{ ...VISIT, feedetl_sn, setl_id: 'S1', paid_at: `${day} 00:00:00`, received_at: `${day} 00:00:00` },
  ...{ fund_pay_amt: '80.00', pool_pay_amt: '70.00' },
});

const record = (day: string, fields: Fields): Fields => ({ recorded_at: `${day} 00:00:00`, ...fields });
const GROUND: readonly Fields[] = [
  {
    record_id: 'h',
    kind: 'institution',
    fixmedins_code: SITE,
    name: '甲',
    type: 'hospital',
    admdvs: '440100',
  },
  ...[DOCTOR, OTHER].flatMap((code): readonly Fields[] => [
    { record_id: `c${code}`, kind: 'clinician', code, name: '甲', category: 'doctor' },
    {
      ...{ record_id: `r${code}`, kind: 'registration', code, fixmedins_code: SITE, main_site: true },
      ...{ from: '2024-01-01', committed_on: '2024-01-01' },
    },
  ]),
].map((fields) => record('2024-01-01', fields));
const suspended = (day: string, from: string, document_no = '甲'): Fields =>
  record(day, {
    ...{
      record_id: `s${document_no}`,
      kind: 'sanction',
      document_no,
      code: DOCTOR,
      fixmedins_code: SITE,
      from,
    },
    ...{ status: 'suspended', scope: 'person', cause: 'points', decided_at: '2025-01-02' },
  });
const annulled = (day: string, document_no: string): Fields =>
  record(day, { record_id: `a${document_no}`, kind: 'annulment', document_no, decided_at: day });
const withdrawn = (day: string, supersedes: string): Fields =>
  record(day, { record_id: 'w', kind: 'withdrawal', supersedes, reason: '误登', approved_at: day });

interface Came {
  readonly lines: readonly Fields[];
  readonly notices?: readonly Fields[];
  readonly records: readonly Fields[];
}

/** The causes named of a visit's lines, cleared in June, of which everything stands as it was on a day in May. */
function causesOf({ lines, notices = [], records }: Came): Readonly<Record<string, string | null>> {
  const visit: Visit = {
    ...{ fixmedinsCode: SITE, visitId: 'V1', plans: NO_PLANS, releases: [] },
    messages: lines.map((fields) => parsed(parseLineRow, fields)),
    notices: notices.map((fields) => parsed(parsePaymentRow, fields)),
    ...{ decisions: [], holds: [] },
  };
  const deciding = (knownAt: Instant): Deciding => ({
    timelineOf: everyoneIn(
      registryTimelines([...GROUND, ...records].map((fields) => parsed(parseRegistryRow, fields))),
    ),
    ...{ views: new Views(), policy: POLICY, knownAt },
  });
  const stand: readonly RunAnswer[] = settleVisit(visit, deciding(instant('2025-05-10'))).map(
    ({ run }) => run,
  );
  const onFile: Visit = {
    ...visit,
    decisions: stand.flatMap((answer) => (answer.kind === 'decision' ? [answer.decision] : [])),
    holds: stand.flatMap((answer) => (answer.kind === 'held' ? [answer.held] : [])),
  };
  const asked = deciding(instant('2025-06-08'));
  const cleared = new Clearing(asked, null, new EarlierRuns([], asked)).linesOf(onFile);
  return Object.fromEntries(
    cleared.map((each) => [each.line.lineNo, differenceOf(each, asked.knownAt)?.cause ?? null]),
  );
}

const POLICY = bindPolicy(DEFAULT_AREA_MAP, loadPacks(PACKS, (_, { number }) => number).packs);

describe('a cause is something without which the line would be answered otherwise', () => {
  it.each<[string, Came, Readonly<Record<string, string | null>>]>([
    [
      'an acceptance was paid; a suspension that its stay crosses is why its reasons differ',
      {
        lines: [line('2025-05-03', '1')],
        notices: [notice('2025-05-20', '1')],
        records: [suspended('2025-06-07', '2025-04-24')],
      },
      { 1: 'late_knowledge' },
    ],
    [
      'paid, and nothing else',
      {
        lines: [line('2025-05-03', '1')],
        notices: [notice('2025-05-20', '1')],
        records: [suspended('2025-05-01', '2025-04-01')],
      },
      { 1: 'payment' },
    ],
    [
      'settled before a suspension began, which was stated since',
      {
        lines: [
          line('2025-05-03', '1'),
          line('2025-05-20', '1', { setl_id: 'S1', setl_time: '2025-04-20 08:00:00' }),
        ],
        records: [suspended('2025-05-01', '2025-04-24')],
      },
      { 1: 'payment' },
    ],
    [
      'a suspension was withdrawn, by a record that names nobody',
      {
        lines: [line('2025-05-03', '1')],
        records: [suspended('2025-05-01', '2025-04-01'), withdrawn('2025-06-07', 's甲')],
      },
      { 1: 'late_knowledge' },
    ],
    [
      'an appeal against one document, and another suspends',
      {
        lines: [line('2025-05-03', '1')],
        records: [
          suspended('2025-05-01', '2025-04-24'),
          ...[annulled('2025-06-07', '甲'), suspended('2025-06-07', '2025-04-01', '乙')],
        ],
      },
      { 1: 'late_knowledge' },
    ],
    [
      'an appeal upheld',
      {
        lines: [line('2025-05-03', '1')],
        records: [suspended('2025-05-01', '2025-04-01'), annulled('2025-06-07', '甲')],
      },
      { 1: 'appeal' },
    ],
    [
      'an emergency was proven, which lifts nothing, and the suspension annulled',
      {
        lines: [line('2025-05-03', '1', { rescue_record_no: 'QJ-1' }), proven('2025-05-20', '1')],
        records: [suspended('2025-05-01', '2025-04-01'), annulled('2025-06-07', '甲')],
      },
      { 1: 'appeal' },
    ],
    [
      'of a refund: another line of the visit was withdrawn, and its original was barred',
      {
        lines: [
          ...[line('2025-05-03', '1'), line('2025-05-03', '2', { bilg_dr_codg: OTHER })],
          ...[refund('2025-05-04', 'R3', '1'), voidOf('2025-05-20', '2')],
        ],
        records: [suspended('2025-06-07', '2025-04-01')],
      },
      { 1: 'late_knowledge', 2: 'void', R3: 'late_knowledge' },
    ],
    [
      'of a refund: its original was withdrawn',
      {
        lines: [line('2025-05-03', '1'), refund('2025-05-04', 'R3', '1'), voidOf('2025-05-20', '1')],
        records: [suspended('2025-06-07', '2025-04-01')],
      },
      { 1: 'void', R3: 'void' },
    ],
    [
      'of a refund: it waited for its original, which came',
      {
        lines: [refund('2025-05-04', 'R3', '1'), line('2025-05-20', '1')],
        records: [suspended('2025-06-07', '2025-05-01')],
      },
      { 1: 'unexplained', R3: 're_upload' },
    ],
    [
      'proven an emergency, which lifts the suspension that is why its reasons differ',
      {
        lines: [line('2025-05-03', '1'), proven('2025-05-20', '1')],
        records: [suspended('2025-06-07', '2025-04-01')],
      },
      { 1: 'late_knowledge' },
    ],
  ])('%s', (_, came, expected) => {
    expect(causesOf(came)).toEqual(expected);
  });
});
