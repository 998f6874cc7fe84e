/**
 * A measure taken through the admin app, in a process of its own, holds for the very next line of a gatekeeper in another: on
 * PostgreSQL, Redis and Kafka. When the appeal is upheld, the next line is paid again.
 */
import { dayAt, formatDay, instantOf, lastDayOfPeriod } from '@gatekeeper/calendar';
import { inTransaction } from '@gatekeeper/database';
import { nameIssuingAgency } from '../../apps/admin/documents';
import type { Role } from '../../apps/admin/access/roles';
import type { Stated } from '../gatekeeper/answers';
import { statedOn } from '../gatekeeper/answers';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { loadHistory } from '../gatekeeper/inputs';
import { LinesDecided } from '../gatekeeper/lines-decided';
import { Installation } from '../gatekeeper/installation';
import { HOSPITAL, IN_STANDING, personRows, recordRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';

const REGISTRY = [
  recordRow('hospital', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '广州一院',
    type: 'hospital',
    admdvs: '440100',
  }),
  ...personRows(IN_STANDING, '李某', 'doctor', HOSPITAL),
].join('\n');

describeWith(['postgres', 'redis', 'kafka'], 'a measure taken through the admin app', () => {
  const now = instantOf(Date.now());
  const today = dayAt(now);
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let admin: GatekeeperProcess;
  /** Makes people and their sessions on the same database; what is asked, is asked of the process. */
  let desk: AdminApp;
  let door: string;
  let lines: LinesDecided;

  beforeAll(async () => {
    installation = await Installation.create('admin-enforced');
    await loadHistory(installation.registry, REGISTRY);
    desk = await openAdminApp(installation.servers.databaseUrl);
    desk.clock.at = now;
    await inTransaction(desk.parts.dataSource, (client) =>
      nameIssuingAgency(client, { area: '44', agencyName: '广东省医保中心', prefix: '粤医保处' }),
    );
    gatekeeper = installation.gatekeeper();
    admin = installation.adminApp();
    door = await admin.address();
    await gatekeeper.address();
    lines = new LinesDecided(installation, gatekeeper);
  });
  afterAll(async () => {
    await Promise.all([gatekeeper.discard(), admin.discard()]);
    await desk.close();
    await installation.close();
  });

  const person = (role: Role, where: Parameters<typeof configuration>[0]): Promise<Somebody> =>
    somebody(desk, configuration({ roles: [role], ...where }));

  async function ask(path: string, who: Somebody, body: object, version?: number): Promise<CaseTold> {
    const answer = await fetch(`${door}/v1/${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${who.token}`,
        'Content-Type': 'application/json',
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
      body: JSON.stringify(body),
    });
    const told: unknown = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(told));
    return told as CaseTold;
  }
  const step = (path: string, file: CaseTold, event: string, who: Somebody, body: object = {}) =>
    ask(`${path}/${file.case_id}/${event}`, who, body, file.version);

  /** What becomes of a line that comes now. */
  const decided = (): Promise<Stated> =>
    lines.decide({ bilg_dr_codg: IN_STANDING, fee_ocur_time: `${formatDay(today)} 00:00:00` });

  it('is enforced on the next line, passed on to the topic, and undone by an upheld appeal', async () => {
    const scorer = await person('scorer', { areas: ['4401'] });
    const reviewer = await person('reviewer', { areas: ['4401'] });
    const second = await person('reviewer', { areas: ['44'] });
    const office = await person('institution_office', { institutions: [HOSPITAL] });
    const operator = await person('operator', { areas: [''] });

    expect(await decided()).toMatchObject({ outcome: 'accept' });

    const found = await ask('sanction-cases', scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: IN_STANDING,
      occasion: 'agreement_handling',
      occasion_on: formatDay(today),
      decided_at: formatDay(today),
      violation: '串换药品',
      findings: [{ situation: 'N23-10-12-1', points: 10 }],
    });
    const scored = await step('sanction-cases', found, 'score', scorer);
    const proposed = await step('sanction-cases', scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: formatDay(today),
      last_day: formatDay(lastDayOfPeriod(today, 3, 'last_day_of_month')),
    });
    expect(await decided()).toMatchObject({ outcome: 'accept' });

    const approved = await step('sanction-cases', proposed, 'approve', reviewer);
    expect(await decided()).toMatchObject({
      outcome: 'reject',
      reasons: expect.arrayContaining([
        expect.objectContaining({
          code: 'CLINICIAN_SUSPENDED',
          evidence: expect.arrayContaining([`document ${String(approved.document_no)}`]),
        }),
      ]),
    });

    const issued = await step('sanction-cases', approved, 'issue', scorer, {
      issued_on: formatDay(today),
      delivery_form: 'platform',
    });
    await step('sanction-cases', issued, 'deliver', office, { delivered_on: formatDay(today) });
    const filed = await ask('appeal-cases', office, {
      fixmedins_code: HOSPITAL,
      clinician_code: IN_STANDING,
      document_no: String(approved.document_no),
      reasons: '非本人所为',
      signed: true,
      stamped: true,
    });
    const accepted = await step('appeal-cases', filed, 'accept', reviewer);
    // guangdong-2025 art. 34: the measure runs while the appeal is examined.
    expect(await decided()).toMatchObject({ outcome: 'reject' });
    const proposal = await step('appeal-cases', accepted, 'propose-decision', reviewer, {
      upheld: true,
      reasons: '证据充分',
    });
    await step('appeal-cases', proposal, 'confirm', second);
    expect(await decided()).toMatchObject({ outcome: 'accept' });

    await until('no change that some sink has still to take', async () => {
      const answer = await fetch(`${door}/v1/sync`, {
        headers: { Authorization: `Bearer ${operator.token}` },
      });
      const { sinks } = (await answer.json()) as { sinks: readonly { backlog: number }[] };
      return answer.status === 200 && sinks.length >= 2 && sinks.every(({ backlog }) => backlog === 0);
    });
    const changes = statedOn(await installation.read('registryChanges')).map(({ kind }) => kind);
    expect(changes).toEqual(expect.arrayContaining(['sanction', 'annulment']));
  });

  it('ends clean on SIGTERM', async () => {
    expect(await admin.end()).toBe(0);
  });
});
