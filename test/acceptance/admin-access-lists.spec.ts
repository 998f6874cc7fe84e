/**
 * Operations that the guard lets through to list "what is in the caller's scope": each × every role it is for, with the same on
 * file of one's own and of others. The handler itself must leave the others out.
 */
import { randomUUID } from 'node:crypto';
import { ROLES } from '../../apps/admin/access/roles';
import type { Role } from '../../apps/admin/access/roles';
import { WORKFLOWS } from '../../apps/admin/cases/workflows/all';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';
import { configured, fileSubjects, REACHES_BY, routesOf, SUBJECTS } from './admin-access-routes';
import type { Route, Whose } from './admin-access-routes';

const AREAS: Readonly<Record<Whose, string>> = { own: '4601', foreign: '4602' };
/** Of a route with a transfer in its path, that of one's own or another's; any list of records will do. */
const TRANSFERS: Readonly<Record<Whose, string>> = { own: randomUUID(), foreign: randomUUID() };
/** What operations that take a body are asked with. */
const BODIES: Readonly<Record<string, object | undefined>> = {
  confirmTransferClosing: { institution: SUBJECTS.foreign.institution },
  proposeTransfer: {},
  rejectTransfer: { because: 'x' },
};
/** Operations that bring something in instead of listing: what they refuse is theirs to test. */
const BRING_IN = ['uploadTransfer', 'lookUpIdentity'];
/** Operations whose answers take more than a row to show anybody: whom they show is tested where there is more. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  listAbnormalCarveOutUse: 'admin-figures.spec.ts',
  askWhatIf: 'admin-what-if.spec.ts',
  listAuditSamples: 'admin-audit-samples.spec.ts',
  readAuditSample: 'admin-audit-samples.spec.ts',
  publishAuditSample: 'admin-audit-samples.spec.ts',
  enterAuditSampleLines: 'admin-audit-samples.spec.ts',
  enterAuditSampleResults: 'admin-audit-samples.spec.ts',
  uploadAuditSampleResults: 'admin-audit-samples.spec.ts',
  readAuditSampleExtrapolation: 'admin-audit-samples.spec.ts',
  listCollections: 'admin-collections.spec.ts',
  listDamagesToCheck: 'admin-collections.spec.ts',
  postCollectionResults: 'admin-collections.spec.ts',
  listClosings: 'closing.spec.ts',
  readClosing: 'closing.spec.ts',
  proposeClosing: 'closing.spec.ts',
  approveClosing: 'closing.spec.ts',
  refuseClosing: 'closing.spec.ts',
  listClosingExceptions: 'closing.spec.ts',
  readClosingException: 'closing.spec.ts',
  proposeClosingException: 'closing.spec.ts',
  approveClosingException: 'closing.spec.ts',
  refuseClosingException: 'closing.spec.ts',
  takeBackClosingException: 'closing.spec.ts',
  listSweepPlans: 'admin-sweep-plans.spec.ts',
  readSweepPlan: 'admin-sweep-plans.spec.ts',
  approveSweepPlan: 'admin-sweep-plans.spec.ts',
  refuseSweepPlan: 'admin-sweep-plans.spec.ts',
  refreshSweepPlan: 'admin-sweep-plans.spec.ts',
  revertSweepPlan: 'admin-sweep-plans.spec.ts',
};
/** What operations that ask for it are asked with. */
const PERIOD = 'from=2026-03-01&until=2026-04-01';
const QUERIES: Readonly<Record<string, string | undefined>> = {
  exportRecords: 'format=csv',
  listTallies: `${PERIOD}&by=institution`,
  listCarveOuts: `${PERIOD}&by=institution`,
  listCarveOutLines: PERIOD,
  listSignals: PERIOD,
};

describeWith(['postgres'], 'what is listed is in the scope of the caller', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let listed: readonly Route[];
  /** What an answer may be recognised by. */
  const marks: Record<Whose, string[]> = { own: [], foreign: [] };

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-lists');
    admin = await openAdminApp(database.url);
    listed = routesOf(admin).filter(
      ({ rule, operationId }) =>
        rule.reach === 'listed' && !BRING_IN.includes(operationId) && !(operationId in ELSEWHERE),
    );
    await fileSubjects(admin);
    for (const whose of ['own', 'foreign'] as const) {
      const { institution, clinician, area } = SUBJECTS[whose];
      marks[whose].push(institution, clinician, TRANSFERS[whose]);
      for (const { kind } of WORKFLOWS) {
        const caseId = randomUUID();
        marks[whose].push(caseId);
        await admin.rows(
          `INSERT INTO case_file (case_id, kind, state, version, fixmedins_code, clinician_code, area, pack, data,
                                  opened_at, changed_at)
           VALUES ($1, $2, 'found', 1, $3, $4, $5, 'national-2024', '{}', now(), now())`,
          [caseId, kind, institution, clinician, area],
        );
        await admin.rows(
          `INSERT INTO case_deadline (case_id, name, due_on, borne_by) VALUES ($1, 'appeal', '2026-03-31', 'clinician')`,
          [caseId],
        );
      }
      await admin.rows(
        `INSERT INTO transfer (transfer_id, state, upload, institution, uploaded_by, uploaded_at, rows_read, bad_rows)
         VALUES ($1, 'uploaded', '{"file":{"format":"ndjson"},"closing":null}', $2, 'x', now(), 1, 0)`,
        [TRANSFERS[whose], institution],
      );
      await admin.rows(
        `INSERT INTO hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, hold_code, needs,
                                  known_at, since)
         VALUES ($1, 'V1', '1', '', 1, 'h', 'PACK_MISSING', '["x"]', now(), now())`,
        [institution],
      );
      await admin.rows(
        `INSERT INTO tally (fixmedins_code, fee_day, mdtrtarea_admvs, outcome, reason, pack, ordering_code, lines, claimed_fen,
                            refused_fen, recover_fen, held_fund_fen, held_pooled_fen)
         VALUES ($1, '2026-03-02', $2, 'reject', 'CODE_MISSING', 'national-2024', '', 1, 1, 1, 0, 0, 0)`,
        [institution, `${AREAS[whose]}00`],
      );
      await admin.rows(
        `INSERT INTO carve_out (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, decision_id, fee_day,
                                mdtrtarea_admvs, ordering_code, lift, pack, lifts, bars, lines, amount_fen, received_at)
         VALUES ($1, 'V1', '1', '', 1, 'd', '2026-03-02', $2, '', 'EMERGENCY_EXEMPT', 'national-2024', '[]', '[]', 1, 1, now())`,
        [institution, `${AREAS[whose]}00`],
      );
      await admin.rows(
        `INSERT INTO signal (fixmedins_code, kind, area, subject, beside, from_day, until_day, figures, evidence)
         VALUES ($1, 'placeholder_codes', $2, '', '', '2026-03-02', '2026-03-03', '{}', '[]')`,
        [institution, `${AREAS[whose]}00`],
      );
      const user = await somebody(admin, configuration({ areas: [AREAS[whose]] }));
      marks[whose].push(user.userId);
    }
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const asked = async (route: Route, whose: Whose, token: string) => {
    const url = route.path.replace(':transfer_id', TRANSFERS[whose]).replace(':kind', 'registration');
    const query = QUERIES[route.operationId];
    return admin.ask(
      route.method,
      query === undefined ? url : `${url}?${query}`,
      token,
      BODIES[route.operationId],
    );
  };
  const marksIn = (text: string, whose: Whose): boolean => marks[whose].some((mark) => text.includes(mark));
  const namesTransfer = ({ path }: Route): boolean => path.includes(':transfer_id');

  it.each(ROLES)('%s', async (role: Role) => {
    const { token } = await somebody(admin, { ...configured[REACHES_BY[role]], roles: [role] });
    const mine = listed.filter(({ rule: { roles } }) => typeof roles !== 'string' && roles.includes(role));
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const route of mine) {
      if (namesTransfer(route)) {
        found[route.operationId] = String((await asked(route, 'foreign', token)).status);
        wanted[route.operationId] = '404';
        continue;
      }
      const { status, text } = await asked(route, 'own', token);
      const shows = `${marksIn(text, 'own') ? 'own' : 'none'}${marksIn(text, 'foreign') ? ' and foreign' : ''}`;
      found[route.operationId] = `${status} ${shows}`;
      wanted[route.operationId] = '200 own';
    }
    expect(found).toEqual(wanted);
  });

  it('province-wide, both sides are shown: what was left out above was there', async () => {
    const oneSided: string[] = [];
    for (const role of ['admin_department', 'user_administrator'] as const) {
      const { token } = await somebody(admin, configuration({ roles: [role], areas: [''] }));
      for (const route of listed.filter(({ rule: { roles } }) => roles.includes(role))) {
        if (namesTransfer(route)) continue;
        const { text } = await asked(route, 'own', token);
        if (!marksIn(text, 'own') || !marksIn(text, 'foreign')) oneSided.push(route.operationId);
      }
    }
    expect(oneSided).toEqual([]);
  });

  it('every operation that lists is asked', () => {
    expect(listed.length).toBeGreaterThan(WORKFLOWS.length);
    expect(listed.filter(({ method, path }) => method !== 'get' && !path.includes(':transfer_id'))).toEqual(
      [],
    );
  });
});
