import { describeWith } from '../servers/addresses';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import {
  COLLEAGUE,
  DOCTOR,
  DOCUMENT,
  HOSPITAL,
  LEAVER,
  OTHER_HOSPITAL,
  RECORDS,
} from './admin-standing-records';

interface Told {
  readonly sites: readonly {
    readonly reasons: readonly { readonly next_steps: readonly object[] }[];
  }[];
  readonly deadlines: readonly object[];
  readonly notices_to_deliver: readonly { readonly document_no: string }[];
}

describeWith(['postgres'], 'self-service (guangdong-2025 art. 28 and 29)', () => {
  let process: Process;
  beforeAll(async () => {
    process = await openProcess('self-service', RECORDS, []);
  });
  afterAll(() => process.close());

  test('a clinician sees status, notices, deadlines and what to do next', async () => {
    const doctor = await process.person('clinician', { code: DOCTOR });
    const answer = await process.admin.ask('get', '/v1/me/clinician', doctor.token).expect(200);
    const body = answer.body as Told;
    expect(body).toMatchObject({
      code: DOCTOR,
      name: '陈龑',
      sites: [
        { fixmedins_code: HOSPITAL, status: 'suspended', last_day: '2026-05-09' },
        { fixmedins_code: OTHER_HOSPITAL, status: 'suspended', last_day: '2026-05-09' },
      ],
      points_of_year: null,
      notices: [{ document_no: DOCUMENT, delivered_at: '2026-02-09T09:00:00+08:00' }],
    });
    const reasons = body.sites[0]?.reasons ?? [];
    expect(reasons).toMatchObject([{ code: 'CLINICIAN_SUSPENDED' }]);
    expect(reasons[0]?.next_steps.length).toBeGreaterThan(0);
    expect(body.deadlines).toContainEqual(
      expect.objectContaining({ name: 'restoration_application', of: DOCUMENT, state: 'open' }),
    );
  });

  test('an institution sees its people, and the statuses it has still to maintain with the days behind', async () => {
    const office = await process.person('institution_office', { institutions: [HOSPITAL] });
    const answer = await process.admin.ask('get', '/v1/me/institution', office.token).expect(200);
    const body = answer.body as Told;
    expect(body).toMatchObject({
      fixmedins_code: HOSPITAL,
      people: [
        { code: DOCTOR, name: '陈龑', status: 'suspended' },
        { code: COLLEAGUE, name: '李某', status: 'normal' },
        { code: LEAVER, status: 'deregistered' },
      ],
      notices_to_deliver: [],
      // From 10 February to 2 March, both days counted; art. 38 gives in time no number, so each day is late.
      statuses_to_maintain: [
        {
          code: DOCTOR,
          document_no: DOCUMENT,
          days_behind: 21,
          maintain_by: null,
          loss_borne_by: 'institution',
        },
      ],
      next: null,
    });
    expect(body.deadlines).toContainEqual(
      expect.objectContaining({ code: DOCTOR, name: 'restoration_application' }),
    );
  });

  test('nobody sees another’s', async () => {
    const office = await process.person('institution_office', { institutions: [HOSPITAL] });
    const ask = (path: string, token: string | null) => process.admin.ask('get', path, token);
    await ask(`/v1/me/institution?fixmedins_code=${OTHER_HOSPITAL}`, office.token).expect(403);
    await ask('/v1/me/clinician', office.token).expect(403);
    await ask('/v1/me/clinician', null).expect(401);
  });

  test('a notice that was issued and not delivered waits for the institution where it happened', async () => {
    const { registry } = process.admin.parts;
    const timeline = (await registry.timelines([DOCTOR])).get(DOCTOR)!;
    const known = timeline.records.map(({ fact }) => fact).find(({ kind }) => kind === 'sanction')!;
    if (known.kind !== 'sanction') throw new Error('no sanction on file');
    const outcome = await registry.append([
      { ...known, recordId: 's2', supersedes: 's1', deliveredAt: null },
    ]);
    expect(outcome.kind).toBe('appended');
    const waiting = async (institution: string) => {
      const office = await process.person('institution_office', { institutions: [institution] });
      const answer = await process.admin.ask('get', '/v1/me/institution', office.token).expect(200);
      const body = answer.body as Told;
      return body.notices_to_deliver.map(({ document_no }) => document_no);
    };
    expect(await waiting(HOSPITAL)).toEqual([DOCUMENT]);
    expect(await waiting(OTHER_HOSPITAL)).toEqual([]);
  });
});
