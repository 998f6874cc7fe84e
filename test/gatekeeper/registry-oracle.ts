/**
 * Who may be paid on a day, by a registry as it stands when all is known: written for its own sake from CONTRACT 3 and 7, naive
 * and in one thread, and from nothing of the product. It knows the law of Guangdong (guangdong-2025, nhsa-2018 beside it).
 */
export type RegistryRow = Readonly<Record<string, unknown>>;

/** What bars a line, or is noted of who performed: `person` apart from the institution. */
export interface OracleBar {
  readonly code: string;
  readonly role: 'ordering' | 'performing' | 'principal' | null;
  /** Folded code of whom it is about; `null`: of the institution. */
  readonly person: string | null;
  /** Of a sanction: when its notice was delivered; `undefined`: it is none. */
  readonly deliveredAt?: string | null;
}

interface Span {
  readonly from: string;
  readonly until: string;
}

interface Sanction {
  readonly status: string;
  readonly scope: string;
  readonly site: string;
  readonly cause: string;
  readonly deliveredAt: string | null;
  readonly running: Span;
  readonly served: Span;
}

const OPEN = '9999';
const ROLES = ['ordering', 'performing', 'principal'];
/** In the order of the table in CONTRACT 2. */
const TABLE = [
  ...['CODE_MISSING', 'CLINICIAN_UNKNOWN', 'NOT_REGISTERED_AT_SITE', 'COMMITMENT_MISSING', 'DEREGISTERED'],
  ...['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED', 'INSTITUTION_UNKNOWN'],
  ...['INSTITUTION_SUSPENDED', 'INSTITUTION_TERMINATED', 'DEPARTMENT_SUSPENDED'],
];

export const momentOf = (time: unknown): string =>
  typeof time !== 'string' ? OPEN : time.length === 10 ? `${time} 00:00:00` : time;
const covers = ({ from, until }: Span, at: string): boolean => from <= at && at < until;
const spanOf = (row: RegistryRow): Span => ({ from: momentOf(row['from']), until: momentOf(row['until']) });
const byTable = (a: OracleBar, b: OracleBar): number =>
  TABLE.indexOf(a.code) - TABLE.indexOf(b.code) || ROLES.indexOf(a.role ?? '') - ROLES.indexOf(b.role ?? '');

export class RegistryOracle {
  private readonly held: readonly RegistryRow[];
  private readonly sanctions = new Map<string, readonly Sanction[]>();

  /** @param rows in the order in which they were received */
  constructor(rows: readonly RegistryRow[]) {
    const named = new Set(rows.map(({ supersedes }) => supersedes));
    this.held = rows.filter(({ kind, record_id }) => kind !== 'withdrawal' && !named.has(record_id));
  }

  /** All that bars a line, in the order of listing; `line` as its row states it. */
  barsOn(line: RegistryRow): readonly OracleBar[] {
    const site = String(line['fixmedins_code']);
    const at = momentOf(line['fee_ocur_time']);
    const ordering = line['bilg_dr_codg'];
    const persons =
      line['infno'] === '2102'
        ? [
            ...(typeof ordering === 'string' ? this.sanctionBars(ordering, 'ordering', site, at) : []),
            ...this.principalBars(site, at),
          ]
        : this.personBars(ordering, 'ordering', site, at);
    return [...persons, ...this.institutionBars(site, line['bilg_dept_codg'], at)].sort(byTable);
  }

  /** What would bar whoever performed: noted only. */
  notedOn(line: RegistryRow): readonly OracleBar[] {
    const code = line['orders_dr_code'];
    if (typeof code !== 'string') return [];
    const site = String(line['fixmedins_code']);
    return [...this.personBars(code, 'performing', site, momentOf(line['fee_ocur_time']))].sort(byTable);
  }

  /** The approved exemptions that lift this bar on the line, by number. */
  exemptionsFor(bar: OracleBar, line: RegistryRow): readonly string[] {
    const isPersonal = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'].includes(bar.code);
    if (!isPersonal && bar.code !== 'DEPARTMENT_SUSPENDED') return [];
    const found = this.of('exemption').filter((exemption) => {
      const { code, fixmedins_code: site, dept_codg: department } = exemption;
      if (!covers(spanOf(exemption), momentOf(line['fee_ocur_time']))) return false;
      if (site !== undefined && site !== line['fixmedins_code']) return false;
      if (department !== undefined && department !== line['bilg_dept_codg']) return false;
      return isPersonal ? code === bar.person : code === undefined && department !== undefined;
    });
    return found.map(({ exemption_no }) => String(exemption_no));
  }

  /** Whether the stay crosses the beginning of a sanction of who ordered. @param settledBy when the stay was settled, or now */
  crossesChange(line: RegistryRow, settledBy: string): boolean {
    const { infno, adm_time: admitted, bilg_dr_codg: code } = line;
    const at = momentOf(line['fee_ocur_time']);
    if (infno !== '2301' || typeof code !== 'string' || admitted === undefined || momentOf(admitted) > at)
      return false;
    return this.reaching(code, String(line['fixmedins_code'])).some(
      ({ running: { from, until } }) => from < until && at < from && settledBy >= from,
    );
  }

  private of(kind: string): readonly RegistryRow[] {
    return this.held.filter((row) => row['kind'] === kind);
  }

  private personBars(
    code: unknown,
    role: 'ordering' | 'performing' | 'principal',
    site: string,
    at: string,
  ): readonly OracleBar[] {
    if (typeof code !== 'string') return [{ code: 'CODE_MISSING', role, person: '' }];
    if (!this.of('clinician').some((row) => row['code'] === code))
      return [{ code: 'CLINICIAN_UNKNOWN', role, person: code }];
    const fault = this.siteFault(code, site, at);
    return [
      ...(fault === null ? [] : [{ code: fault, role, person: code }]),
      ...this.sanctionBars(code, role, site, at),
    ];
  }

  private principalBars(site: string, at: string): readonly OracleBar[] {
    const onDuty = this.of('pharmacy_principal').filter(
      (row) => row['fixmedins_code'] === site && covers(spanOf(row), at),
    );
    if (onDuty.length === 0) return [{ code: 'CLINICIAN_UNKNOWN', role: 'principal', person: '' }];
    const codes = [...new Set(onDuty.map(({ code }) => String(code)))];
    return codes.flatMap((code) => this.personBars(code, 'principal', site, at));
  }

  private sanctionBars(
    code: string,
    role: 'ordering' | 'performing' | 'principal',
    site: string,
    at: string,
  ): readonly OracleBar[] {
    return this.reaching(code, site).flatMap(({ status, running, served, deliveredAt }) => {
      const bars = (bar: string): OracleBar => ({ code: bar, role, person: code, deliveredAt });
      if (covers(running, at))
        return [bars(status === 'suspended' ? 'CLINICIAN_SUSPENDED' : 'CLINICIAN_TERMINATED')];
      return covers(served, at) ? [bars('NOT_RESTORED')] : [];
    });
  }

  private institutionBars(site: string, department: unknown, at: string): readonly OracleBar[] {
    const bar = (code: string): OracleBar => ({ code, role: null, person: null });
    const bars = this.of('institution').some((row) => row['fixmedins_code'] === site)
      ? []
      : [bar('INSTITUTION_UNKNOWN')];
    for (const status of ['suspended', 'terminated'])
      for (const _ of this.documentsOf('institution_status', at, { fixmedins_code: site, status }))
        bars.push(bar(`INSTITUTION_${status.toUpperCase()}`));
    if (department !== undefined)
      for (const _ of this.documentsOf('department_status', at, {
        fixmedins_code: site,
        dept_codg: department,
      }))
        bars.push(bar('DEPARTMENT_SUSPENDED'));
    return bars;
  }

  private documentsOf(kind: string, at: string, fields: RegistryRow): ReadonlySet<unknown> {
    const matches = this.of(kind).filter(
      (row) =>
        covers(spanOf(row), at) && Object.entries(fields).every(([name, value]) => row[name] === value),
    );
    return new Set(matches.map(({ document_no }) => document_no));
  }

  private siteFault(code: string, site: string, at: string): string | null {
    const registrations = this.of('registration').filter(
      (row) => row['code'] === code && row['fixmedins_code'] === site && spanOf(row).from < spanOf(row).until,
    );
    /** One interval in two adjoining records is the interval in one. */
    const begun = (row: RegistryRow): string => {
      const before = registrations.filter(
        (other) =>
          spanOf(other).until === spanOf(row).from &&
          other['committed_on'] === row['committed_on'] &&
          other['main_site'] === row['main_site'],
      );
      return [spanOf(row).from, ...before.map(begun)].sort()[0] ?? '';
    };
    const isGone = this.of('deregistration').some((row) => {
      const from = momentOf(row['from']);
      if (row['code'] !== code || (row['fixmedins_code'] ?? site) !== site || from > at) return false;
      return !registrations.some((registration) => from < begun(registration) && begun(registration) <= at);
    });
    if (isGone) return 'DEREGISTERED';
    const covering = registrations.filter((row) => covers(spanOf(row), at));
    if (covering.length === 0) return 'NOT_REGISTERED_AT_SITE';
    const isCommitted = covering.some(
      ({ committed_on }) => committed_on !== undefined && momentOf(committed_on) <= at,
    );
    return isCommitted ? null : 'COMMITMENT_MISSING';
  }

  private reaching(code: string, site: string): readonly Sanction[] {
    return this.sanctionsOf(code).filter(
      (sanction) => sanction.cause === 'points' || sanction.scope === 'person' || sanction.site === site,
    );
  }

  private sanctionsOf(code: string): readonly Sanction[] {
    const known = this.sanctions.get(code);
    if (known !== undefined) return known;
    const acts = new Map<string, RegistryRow[]>();
    for (const row of this.of('sanction').filter((each) => each['code'] === code)) {
      const { document_no, status, scope, fixmedins_code, cause } = row;
      const act = [document_no, status, scope, fixmedins_code, cause].map(String).join('|');
      acts.set(act, [...(acts.get(act) ?? []), row]);
    }
    const resolved = [...acts.values()].flatMap((rows) => this.resolved(rows));
    this.sanctions.set(code, resolved);
    return resolved;
  }

  /** One act, however many records spell it out, with what names its document. */
  private resolved(rows: readonly RegistryRow[]): readonly Sanction[] {
    const [first] = rows;
    if (first === undefined) return [];
    const naming = (kind: string): readonly RegistryRow[] =>
      this.of(kind).filter(
        (row) =>
          row['document_no'] === first['document_no'] && (row['code'] ?? first['code']) === first['code'],
      );
    if (naming('annulment').length > 0) return [];
    let spans = joined(rows.map(spanOf));
    const revision = naming('revision').at(-1);
    if (revision !== undefined) {
      const until = momentOf(revision['until']);
      spans = spans.filter(({ from }) => from < until);
      spans = spans.map((span, n) => (n === spans.length - 1 ? { ...span, until } : span));
    }
    const restored = naming('restoration').map((row) => momentOf(row['effective_from']));
    const restoredFrom = restored.sort()[0] ?? OPEN;
    const delivered = rows.flatMap((row) =>
      row['delivered_at'] === undefined ? [] : [momentOf(row['delivered_at'])],
    );
    return spans.map(({ from, until }) => {
      const end = until < restoredFrom ? until : restoredFrom;
      return {
        ...{ status: String(first['status']), scope: String(first['scope']), cause: String(first['cause']) },
        ...{ site: String(first['fixmedins_code']), deliveredAt: delivered.sort()[0] ?? null },
        ...{ running: { from, until: end }, served: { from: end, until: restoredFrom } },
      };
    });
  }
}

/** Intervals that touch or overlap are one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans
    .filter(({ from, until }) => from < until)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last === undefined || last.until < span.from) result.push(span);
    else
      result[result.length - 1] = {
        from: last.from,
        until: last.until > span.until ? last.until : span.until,
      };
  }
  return result;
}
