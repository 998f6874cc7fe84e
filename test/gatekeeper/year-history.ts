/**
 * A year of an agency at random, for clearing: lines of four institutions of Guangdong and one of elsewhere, month by month,
 * settled in their month, in the next, or never stated; payments, refunds, voids, facts, re-uploads and registry writes that
 * come weeks and months after them; months that are closed in between. Times are Asia/Shanghai, `YYYY-MM-DD HH:mm:ss`.
 */
import { Chances } from './chances';
import { inShanghai } from './late-histories';
import { recordRow } from './rows';

type Fields = Readonly<Record<string, unknown>>;

/** What comes at one moment, is settled together, and is worked off before the next, unless said otherwise. */
export interface Arrival {
  readonly kind: 'arrival';
  readonly at: string;
  /** Registry writes, each of some rows. */
  readonly writes: readonly (readonly string[])[];
  readonly lines: readonly string[];
  readonly notices: readonly string[];
  /** Whether what is learned late is worked off before anything else comes. */
  readonly isWorkedOff: boolean;
  /** What is done about plans that wait for people. */
  readonly plans: 'approve' | 'refuse' | 'leave';
}

/** Somebody clears a period, with what is known then. */
export interface Asked {
  readonly kind: 'asked';
  readonly at: string;
  readonly area: string;
  readonly period: string;
  readonly areaOf?: 'insurance';
  readonly by?: 'fee';
  /** Two people close it by this run. */
  readonly closes: boolean;
}

export type YearEvent = Arrival | Asked;

export interface YearHistory {
  readonly seed: number;
  /** Rows of the first load. */
  readonly ground: readonly string[];
  /** In the order of their moments. */
  readonly events: readonly YearEvent[];
}

const HOSPITALS = ['H44019912001', 'H44019912002', 'H44039912003'] as const;
const PHARMACY = 'P44019912004';
const ELSEWHERE = 'H45019912005';
const AREA: Readonly<Record<string, string>> = {
  [HOSPITALS[0]]: '440100',
  [HOSPITALS[1]]: '440100',
  [HOSPITALS[2]]: '440300',
  [PHARMACY]: '440100',
  [ELSEWHERE]: '450100',
};
const DOCTORS = ['D440199120001', 'D440199120002', 'D440199120003', 'D440399120004'] as const;
/** In good standing, but for a suspension that is appealed against, and another that two people do not follow. */
const STEADY = 'D440199120007';
/** Ordering codes that name nobody (CONTRACT 7). */
const PLACEHOLDERS = ['/', '009999', '未知', '0000'] as const;
const PRINCIPAL = 'HY440199120005';
const DOCTOR_ELSEWHERE = 'D450199120006';
const DOCUMENTS = ['甲', '乙', '丙', '丁', '戊'].map((name) => `年文〔2025〕${name}`);

/** The suspension that is appealed against. */
const APPEALED = '年文〔2025〕己';
/** The suspension whose plan is refused. */
const REFUSED = '年文〔2025〕庚';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LAST_OF_YEAR = 12;

/** @param moment `YYYY-MM-DD HH:mm:ss` in Shanghai */
const msOf = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}+08:00`);
const monthText = (month: number): string =>
  `${month > LAST_OF_YEAR ? 2026 : 2025}-${String(((month - 1) % LAST_OF_YEAR) + 1).padStart(2, '0')}`;
const fenText = (fen: number): string => (fen / 100).toFixed(2);
const msAt = (month: number, day: number, time = '10:00:00'): number =>
  msOf(`${monthText(month)}-${String(day).padStart(2, '0')} ${time}`);

/** Where a line was treated after all. */
const NEIGHBOUR: Readonly<Record<string, string>> = {
  ...{ '440100': '440300', '440300': '441000', '441000': '440100', '450100': '450200' },
};

/** What of a line is content: without what is stated of its settlement and payment. */
const contentOf = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !SETTLEMENT.includes(name)));
const SETTLEMENT: readonly string[] = ['setl_id', 'setl_time', 'paid_at'];

/** Of a line as it was sent last. */
interface SentLine {
  readonly fields: Fields;
  readonly isRefund: boolean;
}

interface Visit {
  readonly site: string;
  readonly id: string;
  readonly area: string;
  readonly insured: string;
  readonly admitted: string | null;
  readonly lines: SentLine[];
}

export interface YearSize {
  /** New visits of each month. */
  readonly visits: number;
  /** What comes late each month, of the months before it too. */
  readonly late: number;
}

/** The same for the same seed. */
export const yearHistory = (seed: number, size: YearSize = { visits: 9, late: 14 }): YearHistory =>
  new Year(seed, size).history();

class Year {
  private readonly chances: Chances;
  private readonly visits: Visit[] = [];
  private readonly records: Fields[] = [];
  private readonly corrected = new Set<unknown>();
  private readonly events: YearEvent[] = [];
  private visitsMade = 0;

  constructor(
    private readonly seed: number,
    private readonly size: YearSize,
  ) {
    this.chances = new Chances(Math.imul(seed, 0x9e3779b1));
  }

  history(): YearHistory {
    const ground = this.ground().map((fields) => this.rowOf(fields, false));
    for (let month = 1; month <= LAST_OF_YEAR; month++) this.month(month);
    this.late(msAt(13, 8), { plans: 'approve' });
    this.ask(msAt(13, 10, '00:00:00'), { area: '44', period: '2025-12', closes: true });
    this.late(msAt(13, 20), { plans: 'approve' });
    this.ask(msAt(14, 1, '00:00:00'), { area: '44', period: '2025', closes: false });
    this.ask(msAt(14, 1, '00:00:00'), { area: '44', period: '2026-01', closes: false });
    this.ask(msAt(14, 1, '00:00:00'), { area: '4401', period: '2025-06', closes: false });
    this.ask(msAt(14, 1, '00:00:00'), { area: '44', period: '2025-06', by: 'fee', closes: false });
    this.ask(msAt(14, 1, '00:00:00'), { area: '44', period: '2025', areaOf: 'insurance', closes: false });
    return { seed: this.seed, ground, events: this.events };
  }

  /** The lines of a month come a few days into the next, what is late after them, and then most months are closed. */
  private month(month: number): void {
    const next = month + 1;
    const visits = Array.from({ length: this.size.visits }, () => this.newVisit(month, msAt(next, 3)));
    const lines = visits.flatMap(({ lines: sent }) => sent.map(({ fields }) => JSON.stringify(fields)));
    const notices = visits.flatMap((visit) =>
      visit.lines.flatMap((line) =>
        [0.45, 0.15].flatMap(
          (often) => this.chances.maybe(often, () => this.notice(visit, line, msAt(next, 3))) ?? [],
        ),
      ),
    );
    // At two sites: the draw may have suspended one of them.
    if (month === 5 || month === 9)
      lines.push(...[HOSPITALS[0], HOSPITALS[1]].map((site) => this.paidForSure(month, site)));
    this.arrive(msAt(next, 3), { writes: [this.write(msAt(next, 3))], lines, notices });
    this.late(msAt(next, 6), { plans: 'approve' });
    if (month === 9) this.refused(msAt(next, 7));
    if (month === 4) return this.closeByCity(month);
    // July is closed with August, November before it ended, December when the year is.
    if (month === 7 || month >= 11) return;
    if (month === 8) this.ask(msAt(next, 10, '00:00:00'), { area: '44', period: '2025-07', closes: true });
    if (month === 5) this.unswept(next);
    if (month === 6) this.appeal(msAt(next, 8));
    this.ask(msAt(next, 10, '00:00:00'), { area: '44', period: monthText(month), closes: true });
    // Between a closing and the end of its month: what corrects falls into this month, still open.
    if (month % 3 === 0) this.late(msAt(next, 25), { plans: 'approve' });
    if (month === 10) this.closedEarly();
  }

  /** One city closes its month, then another; the rest of the area is left open. */
  private closeByCity(month: number): void {
    this.ask(msAt(month + 1, 9, '00:00:00'), { area: '4401', period: monthText(month), closes: true });
    this.late(msAt(month + 1, 10), { plans: 'approve' });
    this.ask(msAt(month + 1, 12, '00:00:00'), { area: '4403', period: monthText(month), closes: true });
  }

  /** November is closed before it ends: what is decided in its last days falls into December. */
  private closedEarly(): void {
    this.ask(msAt(11, 27, '00:00:00'), { area: '44', period: '2025-11', closes: true });
    this.late(msAt(11, 29), { plans: 'approve' });
  }

  /** News is on file that nobody has worked off yet: the run differs from what stands. */
  private unswept(month: number): void {
    const at = msAt(month, 8);
    const notices = [1, 2, 3].map(() => this.noticeOf(this.chances.of(this.visits), at));
    const writes = [this.suspension(APPEALED, at), this.write(at)];
    this.arrive(at, { writes, notices, plans: 'leave', isWorkedOff: false });
    this.ask(at + 60 * MINUTE_MS, { area: '44', period: monthText(month - 1), closes: false });
    this.arrive(at + 120 * MINUTE_MS, { plans: 'leave' });
    this.ask(at + 180 * MINUTE_MS, { area: '44', period: monthText(month - 1), closes: false });
    this.arrive(at + 240 * MINUTE_MS, { plans: 'approve' });
  }

  private arrive(at: number, given: Partial<Omit<Arrival, 'kind' | 'at'>>): void {
    const arrival = { writes: [], lines: [], notices: [], isWorkedOff: true, plans: 'approve' as const };
    this.events.push({ kind: 'arrival', at: inShanghai(at), ...arrival, ...given });
  }

  private ask(at: number, asked: Omit<Asked, 'kind' | 'at'>): void {
    this.events.push({ kind: 'asked', at: inShanghai(at), ...asked });
  }

  /** What comes late, of any visit there was, the last months' mostly. */
  private late(at: number, { plans }: Pick<Arrival, 'plans'>): void {
    const { chances } = this;
    const lines: string[] = [];
    const notices: string[] = [];
    const writes: string[][] = [this.write(at)];
    for (let n = 0; n < this.size.late; n++) {
      const visit = chances.of(chances.is(0.7) ? this.visits.slice(-4 * this.size.visits) : this.visits);
      const drawn = chances.next();
      if (drawn < 0.15) writes.push(this.write(at));
      else if (drawn < 0.35) notices.push(this.noticeOf(visit, at));
      else lines.push(this.lateLine(visit, at));
    }
    this.arrive(at, { writes, lines, notices, plans });
  }

  /** Learned weeks after it began, and without an end; nobody withdraws it: what comes of it is looked at. */
  private suspension(document_no: string, at: number): string[] {
    const from = inShanghai(at - 45 * DAY_MS).slice(0, 10);
    const suspended = { status: 'suspended', scope: 'person', cause: 'points', decided_at: '2025-01-02' };
    const sanction = { kind: 'sanction', document_no, code: STEADY, fixmedins_code: HOSPITALS[0], from };
    return [this.rowOf({ ...sanction, ...suspended }, false)];
  }

  /** What was recovered on a suspension is given back: it never was. */
  private appeal(at: number): void {
    const annulled = { kind: 'annulment', document_no: APPEALED, decided_at: inShanghai(at).slice(0, 10) };
    this.arrive(at, { writes: [[this.rowOf(annulled, false)]] });
  }

  /** Two people do not let a suspension move what was paid. */
  private refused(at: number): void {
    this.arrive(at, { writes: [this.suspension(REFUSED, at)], plans: 'refuse' });
  }

  private lateLine(visit: Visit, at: number): string {
    const drawn = this.chances.next();
    if (drawn < 0.28) return this.refund(visit, at);
    if (drawn < 0.42) return this.voided(visit, at);
    if (drawn < 0.54) return this.fact(visit, at);
    if (drawn < 0.76) return this.reUpload(visit, at);
    if (drawn < 0.9) return this.resend(visit, at);
    return JSON.stringify(this.claim(visit, this.feeOf(visit, at), at).fields);
  }

  private newVisit(month: number, arrivedAt: number): Visit {
    const { chances } = this;
    const site = chances.of([HOSPITALS[0], ...HOSPITALS, PHARMACY, ELSEWHERE]);
    const area = AREA[site] ?? '';
    this.visitsMade += 1;
    const begun = msAt(month, 1, '00:00:00') + chances.below(24) * DAY_MS;
    const isStay = area.startsWith('44') && site !== PHARMACY && chances.is(0.4);
    const visit: Visit = {
      ...{ site, id: `Y${String(this.visitsMade).padStart(4, '0')}`, lines: [] },
      // A city whose code begins as another's does, and lines that are treated here and insured elsewhere.
      area: site === HOSPITALS[2] && chances.is(0.3) ? '441000' : area,
      insured: chances.of([area, area, area, '430100', '440100']),
      admitted: isStay ? inShanghai(begun - chances.below(8) * DAY_MS) : null,
    };
    this.visits.push(visit);
    const lines = 1 + chances.below(4);
    for (let n = 0; n < lines; n++) this.claim(visit, this.feeIn(month, begun), arrivedAt);
    return visit;
  }

  /** Somewhere in its month, now and then on its very edges. */
  private feeIn(month: number, begun: number): string {
    const { chances } = this;
    const edges = [`${monthText(month)}-01 00:00:00`, inShanghai(msAt(month + 1, 1, '00:00:00') - 1_000)];
    if (chances.is(0.12)) return chances.of(edges);
    const latest = msAt(month + 1, 1, '00:00:00') - MINUTE_MS;
    return inShanghai(Math.min(begun + chances.below(6 * 24 * 60) * MINUTE_MS, latest));
  }

  /** Of a line that comes late to a visit. */
  private feeOf(visit: Visit, at: number): string {
    const known = this.chances.of(visit.lines).fields['fee_ocur_time'];
    return this.chances.is(0.7) ? String(known) : inShanghai(at - this.chances.below(40) * DAY_MS);
  }

  /** A line of the steady clinician that the fund paid, and that nothing else comes to: a suspension would recover it. */
  private paidForSure(month: number, site: string): string {
    const fee = `${monthText(month)}-15 10:00:00`;
    return JSON.stringify({
      ...{ infno: '2204', fixmedins_code: site, mdtrt_id: `P${monthText(month)}`, feedetl_sn: '1' },
      ...{ psn_token: 'a1b2c3d4e5f60718', insutype: '310', med_type: '11', bilg_dr_codg: STEADY },
      ...{ mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', fee_ocur_time: fee, cnt: '1' },
      ...{ pric: '100.00', det_item_fee_sumamt: '100.00', fund_pay_amt: '80.00', pool_pay_amt: '70.00' },
      paid_at: `${monthText(month)}-20 10:00:00`,
    });
  }

  private claim(visit: Visit, fee: string, arrivedAt: number): SentLine {
    const { chances } = this;
    const isPharmacy = visit.site === PHARMACY;
    const infno = isPharmacy ? '2102' : visit.admitted === null ? '2204' : '2301';
    const fields = {
      ...{ infno, fixmedins_code: visit.site, mdtrt_id: visit.id },
      chrg_bchno: infno === '2204' ? chances.maybe(0.2, () => 'B1') : undefined,
      ...{ feedetl_sn: String(visit.lines.length + 1), psn_token: 'a1b2c3d4e5f60718', insutype: '310' },
      ...{ mdtrtarea_admvs: visit.area, insuplc_admdvs: visit.insured, fee_ocur_time: fee },
      ...(visit.admitted === null ? {} : { adm_time: visit.admitted < fee ? visit.admitted : fee }),
      med_type: visit.area.startsWith('44') ? chances.of(['11', '11', '11', '11', '13']) : '11',
      ...this.persons(visit),
      ...this.money(),
      ...(visit.area.startsWith('44')
        ? { er_flag: chances.maybe(0.2, () => '1'), rescue_record_no: chances.maybe(0.12, () => 'QJ-2025-1') }
        : {}),
      ...this.settlement(fee, arrivedAt),
    };
    const line = { fields, isRefund: false };
    visit.lines.push(line);
    return line;
  }

  private persons(visit: Visit): Fields {
    const { chances } = this;
    if (!visit.area.startsWith('44')) return { bilg_dr_codg: DOCTOR_ELSEWHERE };
    const [usual] = DOCTORS;
    const ordering = chances.is(0.08)
      ? chances.maybe(0.6, () => chances.of(PLACEHOLDERS))
      : chances.of([STEADY, STEADY, STEADY, usual, usual, ...DOCTORS, ...DOCTORS, usual.toLowerCase()]);
    return {
      bilg_dr_codg: ordering,
      orders_dr_code: chances.maybe(0.15, () => chances.of(DOCTORS)),
      bilg_dept_codg: chances.maybe(0.6, () => chances.of(['A03', 'A04', 'A05'])),
    };
  }

  private money(): Fields {
    const { chances } = this;
    const amount = 2_000 + 2 * chances.below(40_000);
    const fund = chances.of([amount, 2 * Math.floor(amount * 0.4), 2 * Math.floor(amount * 0.41)]);
    const pooled = chances.of([fund, 2 * Math.floor(fund * 0.45), 2 * Math.floor(fund * 0.35), 0]);
    return {
      ...{ cnt: '1', pric: fenText(amount), det_item_fee_sumamt: fenText(amount) },
      ...{ fund_pay_amt: fenText(fund), pool_pay_amt: fenText(pooled) },
    };
  }

  /** Stated at once, or not. Nothing is stated to have been settled, or paid, later than it is known. */
  private settlement(fee: string, arrivedAt: number): Fields {
    const { chances } = this;
    const feeAt = msOf(fee);
    const settled = Math.min(feeAt + chances.below(14) * DAY_MS, arrivedAt - MINUTE_MS);
    const nextMonth = msOf(`${inShanghai(feeAt + 28 * DAY_MS).slice(0, 7)}-01 00:00:00`);
    const moments = [settled, settled, nextMonth].filter((moment) => moment >= feeAt && moment < arrivedAt);
    return {
      setl_id: chances.maybe(0.4, () => chances.of(['S1', 'S2'])),
      setl_time: moments.length === 0 ? undefined : chances.maybe(0.5, () => inShanghai(chances.of(moments))),
      paid_at: chances.maybe(0.3, () => inShanghai(arrivedAt - chances.below(1_000) * MINUTE_MS)),
    };
  }

  /** Of one of the visit's lines, whole or half; three halves go beyond it. */
  private refund(visit: Visit, at: number): string {
    const { chances } = this;
    const originals = visit.lines.filter(({ isRefund }) => !isRefund);
    const { fields } = chances.of(originals);
    const share = chances.is(0.5) ? 2 : 1;
    const back = (name: string): string => fenText(-Math.round(Number(fields[name]) * 100) / share);
    const content = contentOf(fields);
    const fee = chances.is(0.5) ? String(fields['fee_ocur_time']) : inShanghai(at - 2 * DAY_MS);
    const refund: Fields = {
      ...content,
      ...{ feedetl_sn: `R${visit.lines.length + 1}`, fee_ocur_time: fee },
      init_feedetl_sn: chances.is(0.94) ? fields['feedetl_sn'] : 'unknown',
      ...{ cnt: share === 2 ? '-0.5' : '-1', det_item_fee_sumamt: back('det_item_fee_sumamt') },
      ...{ fund_pay_amt: back('fund_pay_amt'), pool_pay_amt: back('pool_pay_amt') },
      setl_time: chances.maybe(0.3, () => inShanghai(at - DAY_MS)),
    };
    visit.lines.push({ fields: refund, isRefund: true });
    return JSON.stringify(refund);
  }

  private voided(visit: Visit, at: number): string {
    const { chances } = this;
    const { feedetl_sn, chrg_bchno } = chances.of(visit.lines).fields;
    const named = chances.of<Fields>([
      { feedetl_sn, chrg_bchno },
      { feedetl_sn: '0000', chrg_bchno: chances.maybe(0.3, () => 'B1') },
      { setl_id: chances.of(['S1', 'S2']) },
    ]);
    const voided_at = inShanghai(at - chances.below(9) * DAY_MS);
    return JSON.stringify({
      op: 'void',
      fixmedins_code: visit.site,
      mdtrt_id: visit.id,
      ...named,
      voided_at,
    });
  }

  private fact(visit: Visit, at: number): string {
    const { feedetl_sn, chrg_bchno } = this.chances.of(visit.lines).fields;
    return JSON.stringify({
      ...{ op: 'fact', fixmedins_code: visit.site, mdtrt_id: visit.id, chrg_bchno, feedetl_sn },
      fact: this.chances.of(['emergency_proven', 'emergency_proven', 'emergency_refuted']),
      ...{ document_no: '核查〔2025〕3号', approved_at: inShanghai(at - DAY_MS) },
    });
  }

  /** Other content of the same line: its amounts, who ordered it, or its day, which may be another month's. */
  private reUpload(visit: Visit, at: number): string {
    const { chances } = this;
    const place = chances.below(visit.lines.length);
    const was = visit.lines[place];
    if (was === undefined || was.isRefund) return this.resend(visit, at);
    const content = contentOf(was.fields);
    const feeAt = msOf(String(content['fee_ocur_time']));
    const moved = inShanghai(Math.max(feeAt, at - chances.of([3, 20, 50]) * DAY_MS));
    const fields = chances.of<() => Fields>([
      () => ({ ...content, ...this.money() }),
      () => ({ ...content, ...this.persons(visit) }),
      () => ({ ...content, fee_ocur_time: moved }),
      () => ({ ...content, mdtrtarea_admvs: NEIGHBOUR[String(content['mdtrtarea_admvs'])] }),
    ])();
    const stated = chances.is(0.4) ? this.settlement(String(fields['fee_ocur_time']), at) : {};
    const line = { fields: { ...fields, ...stated }, isRefund: false };
    visit.lines[place] = line;
    return JSON.stringify(line.fields);
  }

  /** The same content, with what is known of its settlement by now. */
  private resend(visit: Visit, at: number): string {
    const { fields } = this.chances.of(visit.lines);
    const content = contentOf(fields);
    const isRefund = fields['init_feedetl_sn'] !== undefined;
    const { paid_at, ...stated } = this.settlement(inShanghai(at - 20 * DAY_MS), at);
    return JSON.stringify({ ...content, ...stated, paid_at: isRefund ? undefined : paid_at });
  }

  private noticeOf(visit: Visit, at: number): string {
    return this.notice(visit, this.chances.of(visit.lines.filter(({ isRefund }) => !isRefund)), at);
  }

  private notice({ site, id }: Visit, { fields }: SentLine, at: number): string {
    const { chances } = this;
    const pooled = Math.round(Number(fields['pool_pay_amt']) * 100);
    const paid = chances.of([pooled, pooled, pooled, Math.floor(pooled / 2), -Math.floor(pooled / 2), 0]);
    return JSON.stringify({
      ...{ fixmedins_code: site, mdtrt_id: id, chrg_bchno: fields['chrg_bchno'] },
      ...{ feedetl_sn: fields['feedetl_sn'], setl_id: chances.of(['S1', 'S2']) },
      ...{ paid_at: inShanghai(at - chances.below(10) * DAY_MS), fund_pay_amt: fields['fund_pay_amt'] },
      pool_pay_amt: fenText(paid),
    });
  }

  /** One registry write. Nothing it says begins later than it is known. */
  private write(at: number): string[] {
    const { chances } = this;
    const named = this.records.filter(({ record_id }) => !this.corrected.has(record_id));
    const drawn = chances.next();
    if (drawn < 0.14 && named.length > 0) {
      const { record_id } = chances.of(named.slice(-8));
      this.corrected.add(record_id);
      const reason = { reason: '误登', approved_at: inShanghai(at).slice(0, 10) };
      return [this.rowOf({ kind: 'withdrawal', supersedes: record_id, ...reason }, false)];
    }
    return [this.rowOf(this.record(at))];
  }

  private record(at: number): Fields {
    const { chances } = this;
    const code = chances.of(DOCTORS);
    const site = chances.of(HOSPITALS);
    const document_no = chances.of(DOCUMENTS);
    const approved_at = inShanghai(at).slice(0, 10);
    const from = inShanghai(at - chances.below(70) * DAY_MS).slice(0, 10);
    const until = chances.maybe(0.7, () =>
      inShanghai(msOf(`${from} 00:00:00`) + (10 + chances.below(60)) * DAY_MS).slice(0, 10),
    );
    const kind = chances.of(KINDS);
    switch (kind) {
      case 'sanction':
        return {
          ...{ kind, document_no, code: chances.of([code, code, code, PRINCIPAL]), fixmedins_code: site },
          ...{ status: chances.of(['suspended', 'suspended', 'terminated']), from, until },
          ...{ scope: chances.of(['person', 'site']), cause: chances.of(['points', 'discipline']) },
          ...{ decided_at: '2025-01-02', delivered_at: chances.maybe(0.5, () => from) },
        };
      case 'restoration':
        return { kind, document_no, effective_from: from, approved_at };
      case 'revision':
        return { kind, document_no, until: from, approved_at };
      case 'annulment':
        return { kind, document_no, decided_at: approved_at };
      case 'deregistration':
        return { ...{ kind, code, fixmedins_code: site, reason: 'left', from } };
      case 'registration':
        return { kind, code, fixmedins_code: site, main_site: true, from, committed_on: from };
      case 'institution_status':
        return {
          ...{ kind, fixmedins_code: site, status: 'suspended', document_no, from, until: until ?? from },
        };
      case 'department_status':
        return {
          ...{ kind, fixmedins_code: site, dept_codg: chances.of(['A03', 'A04']), status: 'suspended' },
          ...{ document_no, from, until },
        };
      case 'exemption':
        return {
          ...{ kind, exemption_no: chances.of(['免1', '免2']), from, until: until ?? '2026-06-01' },
          ...chances.of<Fields>([{ code }, { fixmedins_code: site, dept_codg: 'A03' }]),
          ...{ reason: '应急', approved_at },
        };
    }
  }

  private rowOf(fields: Fields, mayBeCorrected = true): string {
    const record_id = `year-${this.records.length}`;
    this.records.push({ record_id, ...fields });
    if (!mayBeCorrected) this.corrected.add(record_id);
    return recordRow(record_id, fields);
  }

  /** Everyone is on file, registered at every site of the province, and committed. */
  private ground(): readonly Fields[] {
    const people = [...DOCTORS, STEADY, PRINCIPAL];
    const registered = (code: string, fixmedins_code: string): Fields => ({
      ...{ kind: 'registration', code, fixmedins_code, main_site: true },
      ...{ from: '2024-01-01', committed_on: '2024-01-01' },
    });
    const clinician = (code: string): Fields => ({
      ...{ kind: 'clinician', code, name: '甲' },
      category: code === PRINCIPAL ? 'pharmacy_principal' : 'doctor',
    });
    const institution = (fixmedins_code: string): Fields => ({
      ...{ kind: 'institution', fixmedins_code, name: '甲', admdvs: AREA[fixmedins_code] },
      type: fixmedins_code === PHARMACY ? 'pharmacy' : 'hospital',
    });
    return [
      ...[...HOSPITALS, PHARMACY, ELSEWHERE].map(institution),
      ...[...people, DOCTOR_ELSEWHERE].map(clinician),
      ...people.flatMap((code) => [...HOSPITALS, PHARMACY].map((site) => registered(code, site))),
      registered(DOCTOR_ELSEWHERE, ELSEWHERE),
      { kind: 'pharmacy_principal', fixmedins_code: PHARMACY, code: PRINCIPAL, from: '2024-01-01' },
    ];
  }
}

const KINDS = [
  ...(['sanction', 'sanction', 'sanction', 'sanction', 'restoration', 'revision', 'annulment'] as const),
  ...(['annulment', 'deregistration', 'registration', 'institution_status', 'department_status'] as const),
  ...(['exemption', 'exemption'] as const),
];
