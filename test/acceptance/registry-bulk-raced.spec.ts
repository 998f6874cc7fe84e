import { poolOf } from '@gatekeeper/database';
import { describeWith } from '../servers/addresses';
import { inSmallPages, killedOnceItPrepared, MANY, roster, writing } from './registry-bulk-parts';
import { emptyRegistry, withdrawal } from './registry-parts';
import type { Stores } from './stores-parts';
import {
  annulment,
  appended,
  clinician,
  FAR_FUTURE,
  openStores,
  restoration,
  sanction,
  visibleAt,
} from './stores-parts';

describeWith(['postgres'], 'a bulk write beside small ones', () => {
  let stores: Stores;
  beforeAll(async () => {
    const opened = await openStores('bulk_raced');
    stores = { ...opened, registry: inSmallPages(opened.dataSource) };
  });
  beforeEach(() => emptyRegistry(stores));
  afterAll(() => stores.close());

  const held = async (subject: string): Promise<readonly string[]> =>
    visibleAt((await stores.registry.timelines([subject])).get(subject), FAR_FUTURE);
  const versionOf = async (subject: string): Promise<number> =>
    (await stores.registry.versions(poolOf(stores.dataSource), [subject])).get(subject) ?? 0;
  const links = async (table: string): Promise<readonly string[]> => {
    const { rows } = await poolOf(stores.dataSource).query<{ link: string }>(
      `SELECT subject || ' ' || record_id AS link FROM ${table} WHERE subject = 'D1' ORDER BY link`,
    );
    return rows.map(({ link }) => link);
  };

  describe('of a sanction whose annulment by document was on file, while another sanction by that document comes', () => {
    const theirs = sanction('theirs', 'doc', 'D1');
    const ours = sanction('ours', 'doc', 'D1');
    beforeEach(async () => {
      appended(await stores.registry.append([annulment('a', 'doc', null), clinician('taken', 'X')]));
    });

    test('leaves the annulment to the other at once, and stands beside it afterwards', async () => {
      const outcome = await writing(stores, [ours], async () => {
        appended(await stores.registry.append([theirs]));
        expect(await held('D1')).toEqual(['a', 'theirs']);
      });
      appended(outcome);
      expect(await held('D1')).toEqual(['a', 'ours', 'theirs']);
      const once = ['D1 a', 'D1 ours', 'D1 theirs'];
      expect([await links('registry_subject'), await links('registry_subject_written')]).toEqual([
        once,
        once,
      ]);
    });

    test('takes nothing along when it is refused', async () => {
      const outcome = await writing(stores, [ours], () => stores.registry.append([theirs]), [
        clinician('taken', 'Y'),
      ]);
      expect(outcome).toEqual({ kind: 'conflict', recordIds: ['taken'] });
      expect(await held('D1')).toEqual(['a', 'theirs']);
    });

    test('takes nothing along when it is killed', async () => {
      await killedOnceItPrepared(stores, [ours, ...roster(MANY - 2)]);
      appended(await stores.registry.append([theirs]));
      appended(await stores.registry.appendInBulk(roster(3)));
      expect([await held('D1'), await links('registry_subject_written')]).toEqual([
        ['a', 'theirs'],
        ['D1 a', 'D1 theirs'],
      ]);
    });
  });

  test.each([
    ['a withdrawal', withdrawal('ours', 'reference'), []],
    [
      'a restoration of one person',
      { ...restoration('ours', 'doc', 'D1'), supersedes: 'reference' },
      ['ours'],
    ],
  ] as const)(
    'of %s in place of a restoration by document, while that comes to another person, is a new version of theirs too',
    async (_, ours, left) => {
      appended(
        await stores.registry.append([restoration('reference', 'doc', null), sanction('s', 'doc', 'D1')]),
      );
      const outcome = await writing(stores, [ours], async () => {
        appended(await stores.registry.append([sanction('theirs', 'doc', 'D2')]));
        expect(await held('D2')).toEqual(['reference', 'theirs']);
      });
      const { version } = appended(outcome);
      expect([await held('D1'), await held('D2')]).toEqual([[...left, 's'], ['theirs']]);
      expect([await versionOf('D1'), await versionOf('D2')]).toEqual([version, version]);
    },
  );

  test('of a sanction by a document, while its annulment and another sanction of the person come: it is linked once', async () => {
    const outcome = await writing(stores, [sanction('ours', 'doc', 'D1')], () =>
      stores.registry.append([annulment('a', 'doc', null), sanction('theirs', 'doc', 'D1')]),
    );
    appended(outcome);
    expect([await held('D1'), await links('registry_subject')]).toEqual([
      ['a', 'ours', 'theirs'],
      ['D1 a', 'D1 ours', 'D1 theirs'],
    ]);
  });
});
