/** guangdong-2025 art. 39, where in time has a number: a limit that ends in a year without a published calendar is not known yet. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, doctorAt, hospital, setClock } from './admin-process-institutions';
import { SANCTION, approved, delivered } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const [IN_YEAR, OVER_YEAR, BEHIND] = ['D440100000001', 'D440100000002', 'D440100000003'] as const;

interface Told {
  readonly statuses_to_maintain: readonly object[];
  readonly items: readonly object[];
}

describeWith(['postgres'], 'the limit to maintain a status', () => {
  let process: Process;
  let by: Handling;
  let department: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'maintenance-limit',
      [
        hospital(HOSPITAL, '440100'),
        ...[IN_YEAR, OVER_YEAR, BEHIND].flatMap((code) =>
          doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' }),
        ),
      ],
      [{ area: '44', prefix: '粤医保处' }],
      { values: new Map([['guangdong-2025', new Map([['promptWorkingDays', '3']])]]) },
    );
    setClock(process, '2026-12-31');
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    department = await process.person('admin_department', { areas: ['4401'] });
  });
  afterAll(() => process.close());

  const notice = async (code: string, day: string): Promise<CaseTold> => {
    const finding = {
      fixmedinsCode: HOSPITAL,
      code,
      points: 10,
      situation: 'heavy',
      decidedOn: day,
    } as const;
    const file = await approved(process, by, finding, { from: day, last_day: '2027-04-30' });
    return delivered(process, by, file, day);
  };
  const told = async (path: string, who: Somebody): Promise<Told> =>
    (await process.admin.ask('get', path, who.token).expect(200)).body as Told;

  it.each([
    ['in a published year', IN_YEAR, '2026-12-28', '2026-12-29', '2026-12-31', 'not_regulated'],
    ['in one that is not', OVER_YEAR, '2026-12-30', '2026-12-31', 'unpublished', null],
  ] as const)('%s: shown a day after it was delivered', async (_, code, day, shownOn, limit, bearer) => {
    const file = await notice(code, day);
    expect(deadlinesTold(await process.read(SANCTION, file.case_id, by.office))).toMatchObject({
      maintain_status: limit,
    });
    const maintained = await process.step(SANCTION, file, 'maintain', by.office, {
      maintained_on: shownOn,
    });
    expect(maintained.data).toMatchObject({ days_behind: 1, delay_borne_by: bearer });
  });

  it('what is not shown yet is nobody’s loss that is known, for the institution and for who checks', async () => {
    await notice(BEHIND, '2026-12-30');
    const own = await told('/v1/me/institution', by.office);
    expect(own.statuses_to_maintain).toMatchObject([
      { code: BEHIND, days_behind: 2, maintain_by: null, loss_borne_by: null },
    ]);
    const checked = await told('/v1/checks/maintenance?area=4401&check=maintenance', department);
    expect(checked.items).toContainEqual(
      expect.objectContaining({ code: BEHIND, amiss: 'not_maintained', maintain_by: null, borne_by: null }),
    );
  });
});
