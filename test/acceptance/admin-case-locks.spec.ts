/** What steps of cases wait for: those with records for every writer of the registry, the others for their case or subject alone. */
import { ADVISORY_LOCKS, inTransaction } from '@gatekeeper/database';
import { LINFEN_VALUES } from '../regulation/linfen-filled';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { doctorAt, hospital, refusalOf } from './admin-process-institutions';

const HOSPITAL = 'H14100000001';
const RENEWAL = 'certificate-renewal-cases';
const [FIRST, SECOND] = ['D141000000001', 'D141000000002'] as const;

describeWith(['postgres'], 'steps of cases side by side', () => {
  let process: Process;
  let office: Somebody;
  let registrar: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'case-locks',
      [
        hospital(HOSPITAL, '141000'),
        ...[FIRST, SECOND].flatMap((code) => doctorAt(code, HOSPITAL, { certificate_until: '2026-06-30' })),
      ],
      [{ area: '1410', prefix: '临医保' }],
      { values: new Map([['linfen', new Map(Object.entries(LINFEN_VALUES))]]) },
    );
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    registrar = await process.person('registrar', { areas: ['1410'] });
  });
  afterAll(() => process.close());

  const renewal = (code: string) => ({ fixmedins_code: HOSPITAL, clinician_code: code });

  it('of openings of one renewal at once, one is taken and the others see it', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => process.tryOpen(RENEWAL, office, renewal(FIRST))));
    expect(answers.map((answer) => (answer.status === 201 ? '201' : refusalOf(answer))).sort()).toEqual([
      '201',
      '409 applied-before',
      '409 applied-before',
    ]);
  });

  it('a case is opened and proposed upon while a write of the registry is under way', async () => {
    const { dataSource } = process.admin.parts;
    const proposed = await inTransaction(dataSource, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.registryWriter]);
      const opened = await process.open(RENEWAL, office, renewal(SECOND));
      return process.step(RENEWAL, opened, 'propose-decision', registrar, {
        renewed: true,
        reasons: '审核合格',
      });
    });
    expect(proposed.state).toBe('decision_proposed');
  });
});
