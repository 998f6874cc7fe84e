import { inTransaction } from '@gatekeeper/database';
import { EMPTY_BATCH } from '@gatekeeper/decision-store';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { describeWith } from '../servers/addresses';
import { registration } from './registry-parts';
import type { Stores } from './stores-parts';
import { appended, decisionOn, identity, openStores, recordedLine, revisionOf } from './stores-parts';

describeWith(['postgres'], 'the database refuses, by statements past the one door', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('append_only');
    appended(
      await write(
        registration({ recordId: 'wrong' }),
        registration({ recordId: 'first', supersedes: 'wrong', until: '2025-06-01' }),
        registration({ recordId: 'second', supersedes: 'wrong', from: '2025-06-01' }),
      ),
    );
  });
  afterAll(() => stores.close());

  const write = (...records: RegistryRecord[]) => stores.registry.append(records);
  const refusal = (text: string) =>
    expect(inTransaction(stores.dataSource, (client) => client.query(text))).rejects;
  const RECORD = `INSERT INTO registry_record_written (record_id, kind, body, recorded_at, write_id, supersedes, effective)
    SELECT 'clashing', kind, body, recorded_at, write_id, supersedes, effective
    FROM registry_record_written WHERE record_id = 'first'`;

  test('an overlap is refused', () =>
    refusal(`${RECORD}; INSERT INTO registry_assertion
      SELECT 'clashing', chain, effective, recorded FROM registry_assertion WHERE record_id = 'first'`).toMatchObject(
      {
        code: '23P01',
      },
    ));

  test.each([
    ['under the name of another chain', `SELECT 'clashing', 'another', effective, recorded`],
    ['for another time than its record says', `SELECT 'clashing', chain, 'empty', recorded`],
  ])('so is one asserted %s', (_, selected) =>
    refusal(
      `${RECORD}; INSERT INTO registry_assertion ${selected} FROM registry_assertion WHERE record_id = 'first'`,
    ).toMatchObject({
      code: '23514',
    }),
  );

  test('so is a correction that is asserted nowhere', () => refusal(RECORD).toMatchObject({ code: '23514' }));

  test.each([
    [`UPDATE registry_assertion SET recorded = tstzrange(lower(recorded), NULL) WHERE record_id = 'wrong'`],
    [
      `UPDATE registry_assertion SET recorded = tstzrange(lower(recorded), now() + interval '1 day') WHERE record_id = 'wrong'`,
    ],
    [`UPDATE registry_assertion SET recorded = tstzrange('2020-01-01', NULL) WHERE record_id = 'first'`],
    [`UPDATE registry_assertion SET effective = 'empty' WHERE record_id = 'first'`],
    [`UPDATE registry_assertion SET chain = 'another' WHERE record_id = 'first'`],
    [`UPDATE registry_assertion SET recorded = recorded WHERE record_id = 'first'`],
    [`DELETE FROM registry_assertion`],
    [`TRUNCATE registry_assertion`],
    [`UPDATE registry_record_written SET effective = 'empty'`],
    [`DELETE FROM registry_record_written`],
    [`UPDATE registry_commit SET received_at = received_at + interval '1 hour'`],
    [`DELETE FROM registry_commit`],
    [`UPDATE registry_subject_written SET write_id = write_id + 1`],
    [`DELETE FROM registry_subject_written`],
    // Not even of a write that is said to be under way.
    [
      `INSERT INTO registry_bulk SELECT write_id FROM registry_commit; DELETE FROM registry_subject_written WHERE record_id = 'wrong'`,
    ],
  ])('history stays as it is: %s', (text) => refusal(text).toMatchObject({ code: '23001' }));

  test('what is closed stays closed where it was, once a line was decided', async () => {
    const reclose = `UPDATE registry_assertion SET recorded = 'empty' WHERE record_id = 'wrong2'`;
    appended(await write(registration({ recordId: 'wrong2' })));
    appended(await write(registration({ recordId: 'right2', supersedes: 'wrong2' })));
    const line = revisionOf(identity('1'));
    await inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, {
        ...EMPTY_BATCH,
        newLines: [recordedLine(line)],
        decisions: [decisionOn(line, 'd')],
      }),
    );
    await refusal(reclose).toMatchObject({ code: '23001' });
  });
});
