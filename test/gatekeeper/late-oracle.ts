/** What must stand on a line of Guangdong by a registry when all is known: CONTRACT 7 again, apart from the product's code. */
import { inShanghai } from './late-histories';
import type { LateHistory } from './late-histories';
import type { OracleBar, RegistryRow } from './registry-oracle';
import { RegistryOracle } from './registry-oracle';
import type { Judge, Judged, Row, Stands } from './visit-oracle';
import { standsAfter } from './visit-oracle';

/** The oracle knows the law of Guangdong, and of nowhere else. */
export const isKnownToOracle = ({ area }: LateHistory): boolean => area.startsWith('44');

/** What stands on each line of a history now that all of it is known, as `standingOn` writes it. */
export function standsOf({ ground, events }: LateHistory): readonly string[] {
  const now = inShanghai(Date.now());
  const rowOf = (text: string): Row => JSON.parse(text) as Row;
  const records = [...ground, ...events.flatMap((event) => (event.kind === 'write' ? event.rows : []))];
  const registry = new RegistryOracle(records.map((text): RegistryRow => rowOf(text)));
  const said = (kind: 'lines' | 'payments'): readonly Row[] =>
    events.flatMap((event) => (event.kind === kind ? [rowOf(event.row)] : []));
  const [lines, notices] = [said('lines'), said('payments')];
  const sites = new Set(lines.map(({ fixmedins_code }) => fixmedins_code ?? ''));
  return [...sites].flatMap((site) => {
    const here = (row: Row): boolean => row['fixmedins_code'] === site;
    const stands = standsAfter(lines.filter(here), notices.filter(here), judgeBy(registry, now));
    const visit = lines[0]?.['mdtrt_id'] ?? '';
    return [...stands].map(([line, stand]) => `${lineText(site, visit, line)} ${standText(stand)}`);
  });
}

function lineText(site: string, visit: string, line: string): string {
  const [lineNo, batch] = line.split('@');
  return JSON.stringify([site, visit, batch, lineNo]);
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

function standText([, answer, refused, recover, reasons, liable]: Stands): string {
  if (reasons === '') return answer;
  const amounts = { refused: yuan(refused), recover: yuan(recover) };
  return `["${answer}",${reasons},${JSON.stringify(amounts)},"${liable}"]`;
}

const LIFTED_BY_EMERGENCY = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];

/**
 * What may be said of a line under the law of Guangdong.
 * @param now `YYYY-MM-DD HH:mm:ss` in Shanghai, when it is asked
 */
export const judgeBy =
  (registry: RegistryOracle, now: string): Judge =>
  (row, { emergency, setl_time: settledAt }): Judged => {
    if (Number(row['pool_pay_amt']) === 0) return accepted([['NO_FUND_MONEY', 'notes', null]]);
    const bars = registry.barsOn(row);
    const noted = registry.notedOn(row).map(({ code, role }): Reason => [code, 'notes', role]);
    if (bars.length === 0) {
      const stay: Reason[] = registry.crossesChange(row, settledAt ?? now)
        ? [['INPATIENT_BEFORE_STATUS_CHANGE', 'notes', null]]
        : [];
      return accepted([...noted, ...stay, ['IN_GOOD_STANDING', 'notes', null]]);
    }
    const isShown =
      emergency === 'proven' ||
      (emergency === null && (row['rescue_record_no'] !== undefined || row['med_type'] === '13'));
    const lifts = (bar: OracleBar): readonly string[] => registry.exemptionsFor(bar, row);
    const byEmergency = ({ code }: OracleBar): boolean => isShown && LIFTED_BY_EMERGENCY.includes(code);
    const standing = bars.filter((bar) => !byEmergency(bar) && lifts(bar).length === 0);
    const exemptions = new Map<string, Reason>();
    for (const bar of bars)
      for (const number of lifts(bar))
        exemptions.set(`${bar.role ?? ''}|${number}`, ['EXEMPTION_GRANTED', 'lifts', bar.role]);
    const reasons: readonly Reason[] = [
      ...bars.map(({ code, role }): Reason => [code, 'bars', role]),
      ...(bars.some(byEmergency) ? [['EMERGENCY_EXEMPT', 'lifts', null] as const] : []),
      ...[...exemptions].sort(byRole).map(([, reason]) => reason),
      ...noted,
    ];
    if (standing.length === 0) return accepted(reasons);
    const isClaimed = emergency === null && row['er_flag'] === '1';
    if (isClaimed && standing.every(({ code }) => LIFTED_BY_EMERGENCY.includes(code)))
      return { kind: 'held', code: 'EMERGENCY_EVIDENCE_NEEDED' };
    const fee = row['fee_ocur_time'] ?? '';
    const isExcused = standing.every(({ deliveredAt }) => deliveredAt != null && deliveredAt > fee);
    return {
      ...{ kind: 'barred', reasons: textOf(reasons), recoveredFrom: isExcused ? 'none' : 'institution' },
      ...(standing[0] === undefined ? {} : { firstStanding: standing[0].code }),
    };
  };

type Reason = readonly [code: string, effect: 'bars' | 'lifts' | 'notes', role: string | null];

const ROLES = ['', 'ordering', 'performing', 'principal'];
const byRole = ([, [, , a]]: [string, Reason], [, [, , b]]: [string, Reason]): number =>
  ROLES.indexOf(a ?? '') - ROLES.indexOf(b ?? '');

/** The text was never in force: a draft, which the area map chose all the same. */
const OUTSIDE: Reason = ['OUTSIDE_PACK_IN_FORCE', 'notes', null];
const textOf = (reasons: readonly Reason[]): string => JSON.stringify([...reasons, OUTSIDE]);
const accepted = (reasons: readonly Reason[]): Judged => ({ kind: 'accepted', reasons: textOf(reasons) });
