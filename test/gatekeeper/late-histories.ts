/**
 * Histories at random of what is learned late (CONTRACT 8): registry writes of every kind among lines, refunds, voids, facts,
 * re-uploads and payment notices. Each has institutions, persons and documents of its own, so that many share a database;
 * its stage is small, so that everything meets.
 */
import { Chances } from './chances';
import { recordRow } from './rows';

export type LateEvent =
  /** To the lines topic, or the payments topic. */
  | { readonly kind: 'lines' | 'payments'; readonly row: string }
  /** One registry write. */
  | { readonly kind: 'write'; readonly rows: readonly string[] };

export interface LateHistory {
  readonly number: number;
  /** Draws this history alone. */
  readonly seed: number;
  readonly area: string;
  /** What the registry holds before anything comes, as rows of the first load. */
  readonly ground: readonly string[];
  readonly events: readonly LateEvent[];
}

type Fields = Readonly<Record<string, unknown>>;

/** All that begins soon has begun so long after it was written. */
export const ALL_BEGUN_AFTER_MS = 6_000;

/** A row as it is written now: what it says begins soon begins so many milliseconds later, and turns lines by time alone. */
export const asWritten = (row: string, now: number): string =>
  row.replaceAll(/"soon (\d+)"/g, (_, ms: string) => `"${inShanghai(now + Number(ms))}"`);

/** `YYYY-MM-DD HH:mm:ss` */
export const inShanghai = (moment: number): string =>
  new Date(moment + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** The same for the same seed. Each is drawn by a seed of its own, `seed` + its number. */
export const lateHistories = (count: number, seed: number): readonly LateHistory[] =>
  Array.from({ length: count }, (_, number) => new Stage(number, seed + number).history());

const DAYS = ['2025-06-01', '2025-06-10', '2025-06-20', '2025-07-01', '2025-07-10', '2025-07-20'] as const;
const FEES = DAYS.flatMap((day) => [`${day} 00:00:00`, `${day} 09:30:00`]);
const MOMENTS = ['2025-07-02 10:00:00', '2025-07-04 10:00:00'] as const;
/** Guangdong, of which the oracle knows the law; elsewhere `check` alone knows it. */
const AREAS = ['440100', '440100', '440100', '440100', '460100', '110100'] as const;
const LINES = ['1', '2', '3'] as const;
const REFUNDS = ['R1', 'R2', 'R3'] as const;
const SETTLEMENTS = ['S1', 'S2'] as const;
const EVENTS = { fewest: 12, more: 34 };

class Stage {
  private readonly chances: Chances;
  private readonly area: string;
  private readonly hospitals: readonly string[];
  private readonly pharmacy: string;
  private readonly doctors: readonly string[];
  private readonly principal: string;
  private readonly documents: readonly string[];
  private readonly stated: Fields[] = [];
  private readonly superseded = new Set<unknown>();
  private readonly sent: string[] = [];

  constructor(
    private readonly number: number,
    private readonly seed: number,
  ) {
    this.chances = new Chances(Math.imul(seed, 0x9e3779b1));
    this.area = this.chances.of(AREAS);
    const own = String(number).padStart(6, '0');
    const codes = `${this.area.slice(0, 4)}${own}`;
    this.hospitals = [`H${codes}1`, `H${codes}2`];
    this.pharmacy = `P${codes}3`;
    this.doctors = [`D${codes}01`, `D${codes}02`, `D${codes}03`];
    this.principal = `HY${codes}04`;
    this.documents = ['甲', '乙'].map((name) => `文〔2025〕${own}${name}`);
  }

  history(): LateHistory {
    const ground = this.ground().filter(() => this.chances.is(0.94));
    const events: LateEvent[] = [];
    const length = EVENTS.fewest + this.chances.below(EVENTS.more);
    while (events.length < length) events.push(this.event());
    return {
      ...{ number: this.number, seed: this.seed, area: this.area },
      ...{ ground: ground.map((fields) => this.rowOf(fields)), events },
    };
  }

  private event(): LateEvent {
    const drawn = this.chances.next();
    if (drawn < 0.32) return this.write();
    if (drawn < 0.42) return { kind: 'payments', row: this.notice() };
    const row = this.line();
    this.sent.push(row);
    return { kind: 'lines', row };
  }

  private line(): string {
    const drawn = this.chances.next();
    if (drawn < 0.12 && this.sent.length > 0) return this.chances.of(this.sent.slice(-8));
    if (drawn < 0.62) return this.claim();
    if (drawn < 0.82) return this.refund();
    return drawn < 0.91 ? this.voided() : this.fact();
  }

  /** Of one visit of each institution, so that lines, refunds and voids meet. */
  private head(): Fields {
    const { chances } = this;
    const fixmedins_code = chances.is(0.7)
      ? (this.hospitals[0] ?? '')
      : chances.of([...this.hospitals, this.pharmacy]);
    return { fixmedins_code, mdtrt_id: `V${this.number}` };
  }

  private batch(): string | undefined {
    return this.chances.maybe(0.15, () => 'B');
  }

  private claim(): string {
    const { chances } = this;
    const head = this.head();
    const infno = head['fixmedins_code'] === this.pharmacy ? '2102' : chances.of(['2204', '2301', '2301']);
    const fee = chances.of(FEES);
    return JSON.stringify({
      ...{ infno, ...head, chrg_bchno: this.batch(), feedetl_sn: chances.of(LINES) },
      ...this.claimFields(fee),
      ...(infno === '2301' ? { adm_time: chances.of(['2025-05-30 08:00:00', fee]) } : {}),
      setl_id: chances.maybe(0.3, () => chances.of(SETTLEMENTS)),
      setl_time: chances.maybe(0.3, () => `${chances.of(DAYS)} 18:00:00`),
      paid_at: chances.maybe(0.25, () => chances.of(MOMENTS)),
    });
  }

  private claimFields(fee: string): Fields {
    const { chances } = this;
    return {
      ...{ psn_token: 'a1b2c3d4e5f60718', insutype: '310', insuplc_admdvs: this.area },
      ...{ mdtrtarea_admvs: this.area, fee_ocur_time: fee },
      med_type: chances.of(['11', '11', '11', '13']),
      bilg_dr_codg: chances.maybe(0.96, () => chances.of([...this.doctors.slice(0, 1), ...this.doctors])),
      orders_dr_code: chances.maybe(0.2, () => chances.of(this.doctors)),
      bilg_dept_codg: chances.maybe(0.4, () => chances.of(['A03', 'A04'])),
      ...{ cnt: '1', pric: '100.00', det_item_fee_sumamt: '100.00', fund_pay_amt: '80.00' },
      pool_pay_amt: chances.of(['70.00', '70.00', '60.00', '0.00']),
      er_flag: chances.maybe(0.15, () => '1'),
      rescue_record_no: chances.maybe(0.1, () => 'QJ-1'),
    };
  }

  /** Of a line, or of a refund with a lower number, so that there is no ring. */
  private refund(): string {
    const { chances } = this;
    const head = this.head();
    const place = chances.below(REFUNDS.length);
    const isHalf = chances.is(0.5);
    return JSON.stringify({
      ...{ infno: head['fixmedins_code'] === this.pharmacy ? '2102' : '2204', ...head },
      ...{ chrg_bchno: this.batch(), feedetl_sn: REFUNDS[place] ?? 'R1' },
      ...this.claimFields(chances.of(FEES)),
      init_feedetl_sn: chances.of([...REFUNDS.slice(0, place), ...LINES]),
      ...(isHalf
        ? { cnt: '-0.5', det_item_fee_sumamt: '-50.00', fund_pay_amt: '-40.00', pool_pay_amt: '-35.00' }
        : { cnt: '-1', det_item_fee_sumamt: '-100.00', fund_pay_amt: '-80.00', pool_pay_amt: '-70.00' }),
    });
  }

  private voided(): string {
    const { chances } = this;
    const named = chances.of([
      { feedetl_sn: chances.of([...LINES, ...REFUNDS]), chrg_bchno: this.batch() },
      { feedetl_sn: '0000', chrg_bchno: this.batch() },
      { setl_id: chances.of(SETTLEMENTS), chrg_bchno: this.batch() },
    ]);
    const voided_at = chances.of(['2025-07-03 10:00:00', '2025-07-05 10:00:00']);
    return JSON.stringify({ op: 'void', ...this.head(), ...named, voided_at });
  }

  private fact(): string {
    const { chances } = this;
    return JSON.stringify({
      ...{ op: 'fact', ...this.head(), chrg_bchno: this.batch(), feedetl_sn: chances.of(LINES) },
      fact: chances.of(['emergency_proven', 'emergency_refuted']),
      ...{ document_no: '核查〔2025〕3号', approved_at: '2025-07-04 09:00:00' },
    });
  }

  private notice(): string {
    const { chances } = this;
    return JSON.stringify({
      ...this.head(),
      ...{ chrg_bchno: this.batch(), feedetl_sn: chances.of(LINES), setl_id: chances.of(SETTLEMENTS) },
      ...{ paid_at: chances.of(MOMENTS), fund_pay_amt: '80.00' },
      pool_pay_amt: chances.of(['70.00', '70.00', '30.00', '-30.00', '0.00']),
    });
  }

  private write(): LateEvent {
    const rows: string[] = [];
    // Of one moment only one correction of the same record, and one revision of the same document: no order is written.
    const count = this.chances.of([1, 1, 1, 2, 3]);
    for (let n = 0; n < count; n++) {
      const fields = this.record();
      if (fields['kind'] === 'revision' && rows.some((row) => row.includes('"revision"'))) continue;
      rows.push(this.rowOf(fields));
    }
    return { kind: 'write', rows };
  }

  private rowOf(fields: Fields): string {
    const record_id = `h${this.number}-${this.stated.length}`;
    this.stated.push({ record_id, ...fields });
    return recordRow(record_id, fields);
  }

  private record(): Fields {
    const { chances } = this;
    const drawn = chances.next();
    // What was superseded before stays so: one correction of a record is enough.
    const named = this.stated.filter(({ record_id }) => !this.superseded.has(record_id));
    if (drawn < 0.35 && named.length > 0) {
      const { record_id, ...was } = chances.of(named.slice(-12));
      this.superseded.add(record_id);
      if (drawn < 0.15 || was['kind'] === 'withdrawal')
        return { kind: 'withdrawal', supersedes: record_id, reason: '误登', approved_at: '2025-08-01' };
      const { supersedes: _, ...content } = was;
      const own = this.drawn(String(was['kind']));
      return { ...(chances.is(0.3) ? content : sameSubject(content, own)), supersedes: record_id };
    }
    return this.drawn(chances.of(KINDS));
  }

  private drawn(kind: string): Fields {
    const { chances } = this;
    const code = chances.of([...this.doctors.slice(0, 1), ...this.doctors, this.principal]);
    const site = chances.of([...this.hospitals, this.pharmacy]);
    const document_no = chances.of(this.documents);
    const maybeCode = chances.maybe(0.5, () => code);
    switch (kind) {
      case 'institution':
        return this.institution(site);
      case 'clinician':
        return { kind, code, name: chances.of(['甲', '乙']), category: 'doctor' };
      case 'registration':
        return {
          ...{ kind, code, fixmedins_code: site, main_site: chances.is(0.8), ...this.during() },
          committed_on: chances.maybe(0.8, () => chances.of(['2024-01-01', '2025-06-20'])),
        };
      case 'pharmacy_principal':
        return { kind, fixmedins_code: this.pharmacy, code, ...this.during() };
      case 'sanction':
        return this.sanction(code, site, document_no);
      case 'restoration':
        return {
          kind,
          document_no,
          code: maybeCode,
          effective_from: chances.of(DAYS),
          approved_at: '2025-08-01',
        };
      case 'revision':
        return { kind, document_no, code: maybeCode, until: chances.of(DAYS), approved_at: '2025-08-01' };
      case 'annulment':
        return { kind, document_no, code: maybeCode, decided_at: '2025-08-01' };
      case 'deregistration':
        return {
          ...{ kind, code, fixmedins_code: chances.maybe(0.6, () => site) },
          ...{ reason: chances.of(['left', 'deceased']), from: chances.of(DAYS) },
        };
      case 'institution_status':
        return {
          ...{ kind, fixmedins_code: site, document_no, ...this.during() },
          status: chances.of(['suspended', 'terminated', 'exit_audit', 'guidance']),
        };
      case 'department_status':
        return {
          ...{ kind, fixmedins_code: site, dept_codg: chances.of(['A03', 'A04']), status: 'suspended' },
          ...{ document_no, ...this.during() },
        };
      case 'exemption':
        return this.exemption(code, site);
      default:
        throw new Error(`no record of kind ${kind}`);
    }
  }

  private sanction(code: string, site: string, document_no: string): Fields {
    const { chances } = this;
    const soon = chances.is(0.2);
    return {
      ...{ kind: 'sanction', document_no, code, fixmedins_code: site },
      status: chances.of(['suspended', 'suspended', 'terminated']),
      scope: chances.of(['person', 'site']),
      cause: chances.of(['points', 'discipline', 'institution']),
      ...(soon ? { from: this.soon() } : this.during()),
      decided_at: '2025-06-01',
      delivered_at: chances.maybe(0.5, () => chances.of(DAYS)),
    };
  }

  private exemption(code: string, site: string): Fields {
    const { chances } = this;
    const names = chances.of<Fields>([
      { code, fixmedins_code: chances.maybe(0.5, () => site) },
      { fixmedins_code: site, dept_codg: chances.of(['A03', 'A04']) },
      { fixmedins_code: site },
    ]);
    const { from, until = '2025-12-01' } = this.during();
    return {
      ...{ kind: 'exemption', exemption_no: chances.of(['免1', '免2']), ...names, from, until },
      ...{ reason: '应急', approved_at: '2025-06-01' },
    };
  }

  private during(): { readonly from: string; readonly until?: string } {
    const { chances } = this;
    const [a, b] = [chances.of(DAYS), chances.of(DAYS)].sort();
    return chances.is(0.3) ? { from: a ?? '' } : { from: a ?? '', until: b ?? '' };
  }

  private soon(): string {
    return `soon ${1_000 + this.chances.below(ALL_BEGUN_AFTER_MS - 1_000)}`;
  }

  private institution(fixmedins_code: string): Fields {
    return {
      ...{ kind: 'institution', fixmedins_code, name: this.chances.of(['甲', '乙']), admdvs: this.area },
      type: fixmedins_code === this.pharmacy ? 'pharmacy' : 'hospital',
    };
  }

  /** Everyone is on file, registered at every site, and committed: what is written later decides. */
  private ground(): readonly Fields[] {
    const people = [...this.doctors, this.principal];
    const sites = [...this.hospitals, this.pharmacy];
    return [
      ...sites.map((site) => this.institution(site)),
      ...people.map((code) => ({
        ...{ kind: 'clinician', code, name: '甲' },
        category: code === this.principal ? 'pharmacy_principal' : 'doctor',
      })),
      ...people.flatMap((code) =>
        sites.map((fixmedins_code) => ({
          ...{ kind: 'registration', code, fixmedins_code, main_site: true },
          ...{ from: '2024-01-01', committed_on: '2024-01-01' },
        })),
      ),
      {
        kind: 'pharmacy_principal',
        fixmedins_code: this.pharmacy,
        code: this.principal,
        from: '2024-01-01',
      },
    ];
  }
}

/** A correction says something else of the same subject, mostly. */
const sameSubject = (was: Fields, own: Fields): Fields =>
  'code' in was && 'code' in own ? { ...own, code: was['code'] } : own;

const KINDS = [
  ...['sanction', 'sanction', 'sanction', 'sanction', 'restoration', 'revision', 'annulment', 'annulment'],
  ...['deregistration', 'registration', 'institution_status', 'department_status', 'exemption', 'exemption'],
  ...['clinician', 'institution', 'pharmacy_principal'],
];
