/** Nothing is held silently: lines that wait are listed within reach, each with what to do next, and counted with their money. */
import { instantOf, MS_PER_DAY, plusMs } from '@gatekeeper/calendar';
import { Metrics } from '@gatekeeper/runtime';
import type { Somebody } from './admin-access-parts';
import { holdFiguresLoop } from '../../apps/gatekeeper/hold-figures';
import { readCounters } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { HOSPITAL, IN_STANDING, lineRow, PHARMACY, recordRow, refundRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';
import { openProcessOn } from './admin-process';
import type { Process } from './admin-process';

/** Of another city, on file; and one that nobody has on file. */
const ELSEWHERE = 'H44029900001';
const UNKNOWN = 'H44039900001';

interface HoldTold {
  readonly line: { readonly fixmedins_code: string; readonly feedetl_sn: string };
  readonly hold_code: string;
  readonly needs: readonly string[];
  readonly age_days: number;
  readonly amounts: unknown;
  readonly next_steps: readonly { readonly zh: string; readonly en: string }[];
}
interface PageTold {
  readonly items: readonly HoldTold[];
  readonly next: string | null;
}

describeWith(['postgres'], 'lines that are held', () => {
  let driven: HandDriven;
  let process: Process;
  let province: Somebody;

  beforeAll(async () => {
    const registry = [
      REGISTRY,
      recordRow('elsewhere', {
        ...{ kind: 'institution', fixmedins_code: ELSEWHERE, name: '医院二', type: 'hospital' },
        admdvs: '440200',
      }),
    ].join('\n');
    driven = await HandDriven.open('holds', { registry });
    process = await openProcessOn(driven.databaseUrl, [], []);
    // The suite's clock is ten days and a half ahead of that of the database.
    const [row] = await driven.rows<{ ms: number }>(
      'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
    );
    process.admin.clock.at = plusMs(instantOf(row?.ms ?? 0), 10.5 * MS_PER_DAY);
    province = await process.person('settlement_auditor', { areas: [''] });
    // One batch each, so that one has waited longer than the next.
    for (const row of [
      lineRow({ feedetl_sn: '1', er_flag: '1' }),
      lineRow({ feedetl_sn: '2', fee_ocur_time: '1999-01-01 10:00:00' }),
      lineRow({ feedetl_sn: '3', mdtrtarea_admvs: '141000' }),
      refundRow('9', { feedetl_sn: '4' }),
      lineRow({ feedetl_sn: '5', fee_ocur_time: '1999-01-01 10:00:00', fixmedins_code: ELSEWHERE }),
      lineRow({ feedetl_sn: '6', fee_ocur_time: '1999-01-01 10:00:00', fixmedins_code: UNKNOWN }),
      lineRow({ feedetl_sn: '7', bilg_dr_codg: IN_STANDING }),
    ]) {
      driven.send([row]);
      await driven.settleAll();
    }
  });
  afterAll(async () => {
    await process.close();
    await driven.close();
  });

  async function listed(who: Somebody, query = ''): Promise<PageTold> {
    const answer = await process.admin.ask('get', `/v1/holds${query}`, who.token);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body as PageTold;
  }
  const numbers = ({ items }: PageTold): string => items.map(({ line }) => line.feedetl_sn).join('');

  it('are listed the longest waiting first, with what they need, their money and what to do next', async () => {
    const page = await listed(province);
    expect(numbers(page)).toBe('123456');
    expect(page.items.map(({ hold_code }) => hold_code)).toEqual([
      'EMERGENCY_EVIDENCE_NEEDED',
      'DATE_IMPLAUSIBLE',
      'PACK_INCOMPLETE',
      'REFUND_ORIGINAL_UNKNOWN',
      'DATE_IMPLAUSIBLE',
      'DATE_IMPLAUSIBLE',
    ]);
    const [emergency, , template, refund] = page.items;
    const pooled = { fund_pay_amt: '80.00', pool_pay_amt: '70.00', fund_scope: 'pooled', in_scope: '70.00' };
    expect(emergency?.amounts).toEqual(pooled);
    // A template whose scope is a blank, or is taken from its parent: the whole fund money.
    expect(template?.amounts).toMatchObject({ fund_scope: 'all', in_scope: '80.00' });
    expect(refund?.amounts).toMatchObject({ in_scope: '-70.00' });
    for (const { needs, next_steps } of page.items) {
      expect(needs.length).toBeGreaterThan(0);
      expect(next_steps.every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
      expect(next_steps.length).toBeGreaterThan(0);
    }
    expect(emergency?.next_steps[0]?.en).toContain('4302');
  });

  it('by institution, by code and by age, a page after the other', async () => {
    expect(numbers(await listed(province, '?hold_code=DATE_IMPLAUSIBLE'))).toBe('256');
    expect(numbers(await listed(province, `?fixmedins_code=${ELSEWHERE}`))).toBe('5');
    const old = await listed(province, '?older_than_days=10');
    expect([numbers(old), old.items[0]?.age_days]).toEqual(['123456', 10]);
    expect(numbers(await listed(province, '?older_than_days=11'))).toBe('');
    const pages: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const cursor: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const page = await listed(province, `?limit=4${cursor}`);
      pages.push(numbers(page));
      after = page.next;
      more = after !== null;
    }
    expect(pages).toEqual(['1234', '56']);
    const unknown = await process.admin.ask('get', '/v1/holds?hold_code=NO_SUCH', province.token);
    expect(unknown.status).toBe(422);
  });

  it('within reach of who asks: by area, by institution; whoever may not is told so', async () => {
    const city = await process.person('reviewer', { areas: ['4401'] });
    const office = await process.person('institution_office', { institutions: [ELSEWHERE] });
    const ofUnknown = await process.person('institution_office', { institutions: [UNKNOWN] });
    const pharmacy = await process.person('institution_office', { institutions: [PHARMACY] });
    const clinician = await process.person('clinician', { code: IN_STANDING });
    expect(numbers(await listed(city))).toBe('1234');
    expect(numbers(await listed(office))).toBe('5');
    expect(numbers(await listed(ofUnknown))).toBe('6');
    expect(numbers(await listed(pharmacy))).toBe('');
    expect(numbers(await listed(office, `?fixmedins_code=${HOSPITAL}`))).toBe('');
    expect(numbers(await listed(city, `?fixmedins_code=${ELSEWHERE}`))).toBe('');
    expect((await process.admin.ask('get', '/v1/holds', clinician.token)).status).toBe(403);
  });

  it('are counted with their age and money, by hold code, until they are decided', async () => {
    const metrics = new Metrics();
    const look = holdFiguresLoop(driven.dataSource, metrics);
    const round = () => look.work(new AbortController().signal, () => undefined);
    await round();
    const before = readCounters(await metrics.text());
    expect(before.get('gatekeeper_holds{hold_code="EMERGENCY_EVIDENCE_NEEDED"}')).toBe(1);
    expect(before.get('gatekeeper_holds{hold_code="PACK_MISSING"}')).toBe(0);
    expect(before.get('gatekeeper_holds_oldest_seconds{hold_code="DATE_IMPLAUSIBLE"}')).toBeGreaterThan(0);
    const money = (code: string, scope: string): string =>
      `gatekeeper_holds_fund_yuan{hold_code="${code}",fund_scope="${scope}"}`;
    expect(before.get(money('DATE_IMPLAUSIBLE', 'all'))).toBe(240);
    expect(before.get(money('DATE_IMPLAUSIBLE', 'pooled'))).toBe(210);
    expect(before.get(money('EMERGENCY_EVIDENCE_NEEDED', 'all'))).toBe(80);
    expect(before.get(money('REFUND_ORIGINAL_UNKNOWN', 'pooled'))).toBe(-70);
    driven.send([lineRow({ feedetl_sn: '1', er_flag: '1', rescue_record_no: 'QJ-1' })]);
    await driven.settleAll();
    await round();
    const after = readCounters(await metrics.text());
    expect(after.get('gatekeeper_holds{hold_code="EMERGENCY_EVIDENCE_NEEDED"}')).toBe(0);
    expect(after.get(money('EMERGENCY_EVIDENCE_NEEDED', 'all'))).toBe(0);
    expect(numbers(await listed(province))).toBe('23456');
  });
});
