import { text } from 'node:stream/consumers';
import { isUniqueViolation, poolOf } from '@gatekeeper/database';
import { OPEN_END } from '@gatekeeper/calendar';
import { silentLog } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { EXPORT_FORMATS } from '../../apps/admin/transfer/exporting/formats';
import { listRecords } from '../../apps/admin/transfer/exporting/list-records';
import type { ListAsked } from '../../apps/admin/transfer/exporting/list-records';
import { csvTemplate } from '../../apps/admin/transfer/exporting/template';
import { REGISTRY_RECORD_KINDS } from '../../apps/admin/transfer/reading/columns';
import { applyTransfer } from '../../apps/admin/transfer/staging/apply';
import { badRowsOf, changesOf } from '../../apps/admin/transfer/staging/preview-pages';
import { TransferWork } from '../../apps/admin/transfer/staging/transfer-work';
import { isSecondPersonMissing } from '../../apps/admin/transfer/staging/transfer-store';
import { describeWith } from '../servers/addresses';
import {
  APPROVER,
  approved,
  approvedAndApplied,
  countOf,
  found,
  heldNow,
  IDENTITY_NUMBER,
  openTransfers,
  PROPOSER,
  SITE,
  UPLOADED_AT,
  UPLOADER,
  uploadCsv,
  uploadExport,
  uploadNdjson,
  uploadRoster,
} from './admin-transfer-parts';
import type { Transfers } from './admin-transfer-parts';
import { appended, at } from './stores-parts';

const PAGE = { after: 0, limit: 50 };
const clinician = (id: string, code: string, more: object = {}) => ({
  kind: 'clinician',
  record_id: id,
  recorded_at: '2025-01-01',
  code,
  name: '张三',
  category: 'doctor',
  ...more,
});
const registration = (id: string, code: string, more: object = {}) => ({
  kind: 'registration',
  record_id: id,
  recorded_at: '2025-01-01',
  code,
  fixmedins_code: SITE,
  main_site: true,
  from: '2025-01-01',
  committed_on: '2025-01-05',
  ...more,
});

describeWith(['postgres'], 'a transfer', () => {
  let parts: Transfers;
  beforeEach(async () => {
    parts = await openTransfers('transfer');
  });
  afterEach(() => parts.close());

  const onFile = async (...rows: readonly object[]): Promise<void> => {
    expect(await approvedAndApplied(parts, await uploadNdjson(parts, rows))).toMatchObject({
      state: 'applied',
    });
  };
  const problemsOf = async (transferId: string): Promise<readonly string[]> =>
    (await badRowsOf(parts.dataSource, transferId, PAGE)).flatMap(({ line, problems }) =>
      problems.map(({ column, expected }) => `${line} ${column ?? '-'}: ${expected}`),
    );
  const effectsOf = async (transferId: string): Promise<readonly string[]> =>
    (await changesOf(parts.dataSource, transferId, PAGE)).map(
      ({ effect, subject }) => `${effect} ${subject}`,
    );
  const currentOf = async (code: string, kind: RegistryRecord['kind']): Promise<readonly RegistryRecord[]> =>
    (await heldNow(parts, code)).filter((record) => record.kind === kind);

  describe('of records by name', () => {
    it('shows what is new, known and wrong, and writes nothing before it is approved', async () => {
      await onFile(clinician('a', 'D1'));
      const transfer = await uploadNdjson(parts, [
        clinician('a', 'D1'),
        clinician('a', 'D1', { name: '李四' }),
        clinician('b', 'D2'),
        clinician('b', 'D2'),
        clinician('c', 'D1', { name: '王五', supersedes: 'a' }),
        clinician('d', 'D4', { category: 'mood' }),
      ]);
      expect(transfer).toMatchObject({ state: 'previewed', rowsRead: 6, badRows: 1 });
      expect(transfer.summary).toMatchObject({
        add: 1,
        change: 1,
        close: 0,
        unchanged: 2,
        badRows: 2,
        subjects: 2,
      });
      expect(await effectsOf(transfer.transferId)).toEqual(['add D2', 'change D1']);
      expect(await problemsOf(transfer.transferId)).toEqual([
        expect.stringMatching(/^6 category: one of/),
        '2 -: a record_id of its own: a record on file has it',
      ]);
      expect(await countOf(parts, 'registry_record')).toBe(1);
    });

    it('a sanction with points is written as it was previewed, and corrected likewise', async () => {
      const sanction = (id: string, more: object) => ({
        ...{ kind: 'sanction', record_id: id, recorded_at: '2025-01-01', document_no: 'A1', code: 'D1' },
        ...{ status: 'suspended', scope: 'person', fixmedins_code: SITE, cause: 'points' },
        ...{ from: '2025-03-01', last_day: '2025-05-31', decided_at: '2025-02-20', ...more },
      });
      await onFile(clinician('a', 'D1'));
      for (const row of [sanction('s', { points: 9 }), sanction('t', { points: 10, supersedes: 's' })]) {
        const transfer = await uploadNdjson(parts, [row]);
        expect(transfer.summary).toMatchObject({ badRows: 0 });
        expect(await approvedAndApplied(parts, transfer)).toMatchObject({ state: 'applied' });
      }
      expect(await currentOf('D1', 'sanction')).toMatchObject([{ recordId: 't', points: 10 }]);
    });

    it('a sanction about a code that neither the registry nor the file has is a bad row', async () => {
      await onFile(clinician('a', 'D1'));
      const about = (id: string, code: string) => ({
        ...{ kind: 'restoration', record_id: id, recorded_at: '2025-01-01', document_no: 'A1', code },
        ...{ effective_from: '2025-03-01', approved_at: '2025-02-20' },
      });
      const transfer = await uploadNdjson(parts, [
        about('s1', 'D1'),
        about('s2', 'D2'),
        clinician('c', 'D3'),
        about('s3', 'D3'),
      ]);
      expect(await effectsOf(transfer.transferId)).toEqual(['add D1', 'add D3', 'add D3']);
      expect(await problemsOf(transfer.transferId)).toEqual([
        expect.stringMatching(/^2 code: a code that is on file, or that this file enters/),
      ]);
    });

    it('writes the same file twice as nothing', async () => {
      await onFile(clinician('a', 'D1'), registration('r', 'D1'));
      const again = await uploadNdjson(parts, [clinician('a', 'D1'), registration('r', 'D1')]);
      expect(again.summary).toMatchObject({ add: 0, change: 0, unchanged: 2, subjects: 0 });
      expect(await approvedAndApplied(parts, again)).toMatchObject({ state: 'applied' });
      expect(await countOf(parts, 'registry_record')).toBe(2);
    });
  });

  describe('of a table', () => {
    const HEADER = 'code,fixmedins_code,main_site,from,until\n';

    it('corrects what is on file of the same time, and keeps what it has no column for', async () => {
      await onFile(registration('r', 'D1'), registration('s', 'D2'));
      const transfer = await uploadCsv(
        parts,
        'registration',
        `${HEADER}D1,${SITE},true,2025-01-01,2026-01-01\nD2,${SITE},true,2025-01-01,\nD3,${SITE},false,2025-01-01,\n`,
      );
      expect(transfer.summary).toMatchObject({ add: 1, change: 1, unchanged: 1 });
      await approvedAndApplied(parts, transfer);
      expect(await currentOf('D1', 'registration')).toMatchObject([
        { supersedes: 'r', until: at('2026-01-01'), committedOn: 20093 },
      ]);
      expect(await currentOf('D3', 'registration')).toMatchObject([{ mainSite: false, committedOn: null }]);
    });

    it('a start moved inside the same time corrects; a later time is another registration', async () => {
      await onFile(registration('r', 'D1', { until: '2025-12-31' }));
      const transfer = await uploadCsv(
        parts,
        'registration',
        `${HEADER}D1,${SITE},true,2025-02-01,2025-12-31\nD1,${SITE},true,2026-01-01,\n`,
      );
      expect(await effectsOf(transfer.transferId)).toEqual(['change D1', 'add D1']);
    });

    it('names rows that contradict one another or leave open what they correct', async () => {
      await onFile(
        registration('r', 'D1', { until: '2025-03-01' }),
        registration('s', 'D1', { from: '2025-03-01' }),
      );
      const columns = 'code,fixmedins_code,main_site,from,certificate_until\n';
      const transfer = await uploadCsv(
        parts,
        'registration',
        `${columns}D1,${SITE},true,2025-02-01,\nD2,${SITE},true,2025-01-01,\nD2,${SITE},false,2025-01-01,\n`,
      );
      expect(await problemsOf(transfer.transferId)).toEqual([
        '2 -: the record_id that it corrects, in supersedes: 2 records on file are of the same time',
        '4 -: one row of it: line 3 states the same registration, person or institution',
      ]);
    });

    it('a document without a name is named after its content', async () => {
      await onFile(clinician('a', 'D1'));
      const text = `document_no,code,status,scope,fixmedins_code,cause,from,decided_at\n文1,D1,暂停,person,${SITE},points,2025-06-10,2025-06-01\n`;
      expect((await approvedAndApplied(parts, await uploadCsv(parts, 'sanction', text))).state).toBe(
        'applied',
      );
      expect((await uploadCsv(parts, 'sanction', text)).summary).toMatchObject({ add: 0, unchanged: 1 });
    });
  });

  describe('of a roster', () => {
    const codes = Array.from({ length: 20 }, (_, n) => `D1401000000${String(n).padStart(2, '0')}`);
    const [first = '', second = '', third = ''] = codes;
    const all = codes.map((code) => ({ code }));
    const stateAll = async (): Promise<void> => {
      await approvedAndApplied(parts, await uploadRoster(parts, all, false));
    };

    it('registers persons, and keeps identity numbers only sealed until it is applied', async () => {
      const transfer = await uploadRoster(parts, [{ code: first }], false);
      expect(await effectsOf(transfer.transferId)).toEqual([`add ${first}`, `add ${first}`]);
      const { rows } = await poolOf(parts.dataSource).query('SELECT * FROM transfer_row');
      expect(JSON.stringify(rows)).not.toContain(IDENTITY_NUMBER);
      expect(parts.identities.kept.size).toBe(0);
      await approvedAndApplied(parts, transfer);
      expect(parts.identities.kept).toEqual(new Map([[first, IDENTITY_NUMBER]]));
      expect(await currentOf(first, 'registration')).toMatchObject([{ mainSite: true, fixmedinsCode: SITE }]);
    });

    it('that is not the whole closes only who it says has left', async () => {
      await stateAll();
      const transfer = await uploadRoster(parts, [{ code: first, status: '离职', from: '' }], false);
      expect(await effectsOf(transfer.transferId)).toEqual([`close ${first}`]);
      await approvedAndApplied(parts, transfer);
      expect(await currentOf(first, 'deregistration')).toMatchObject([
        { fixmedinsCode: SITE, reason: 'left', from: at('2025-06-02') },
      ]);
      const back = await uploadRoster(parts, [{ code: first }], false);
      expect(await problemsOf(back.transferId)).toEqual([
        expect.stringContaining('2 -: a registration that begins after the deregistration'.replace('2', '1')),
      ]);
    });

    it.each([
      ['2 of 20', 2, false],
      ['3 of 20', 3, true],
    ])('that is the whole closes whom it lacks; %s asks: %s', async (_, lacking, asks) => {
      await stateAll();
      await onFile(
        { ...clinician('n', 'N1'), category: 'nurse' },
        registration('elsewhere', first, { fixmedins_code: 'H2' }),
        registration('nurse', 'N1'),
      );
      const { summary } = await uploadRoster(parts, all.slice(lacking), true);
      expect(summary).toMatchObject({
        add: 0,
        change: 0,
        close: lacking,
        registered: 20,
        closingNeedsConfirmation: asks,
      });
    });

    it('corrects a contract and a name, whose other facts stay', async () => {
      await stateAll();
      const transfer = await uploadRoster(
        parts,
        [{ code: second, name: '改名', until: '2026-12-31' }, { code: third }],
        false,
      );
      expect(transfer.summary).toMatchObject({ add: 0, change: 2, unchanged: 2, close: 0 });
      await approvedAndApplied(parts, transfer);
      expect(await currentOf(second, 'registration')).toMatchObject([
        { mainSite: true, until: at('2027-01-01') },
      ]);
      expect(await currentOf(second, 'clinician')).toMatchObject([{ name: '改名' }]);
    });
  });

  describe('and what is exported', () => {
    const institution = (code: string, area: string) => ({
      kind: 'institution',
      record_id: `i-${code}`,
      recorded_at: '2025-01-01',
      fixmedins_code: code,
      name: code,
      type: 'hospital',
      admdvs: area,
    });
    const listed = async (asked: Partial<ListAsked>): Promise<readonly string[]> => {
      const ids: string[] = [];
      const whole = { kind: null, knownAt: OPEN_INSTANT, effectiveAt: null, within: [] };
      for await (const { recordId } of listRecords(parts.dataSource, { ...whole, ...asked }))
        ids.push(recordId);
      return ids;
    };
    const OPEN_INSTANT = at('9000-01-01');

    it('of every kind and in every format changes nothing when it is uploaded again', async () => {
      for (const kind of REGISTRY_RECORD_KINDS) {
        const example = await uploadCsv(parts, kind, await text(csvTemplate(kind)));
        expect(await approvedAndApplied(parts, example)).toMatchObject({ state: 'applied' });
        for (const format of EXPORT_FORMATS)
          expect([kind, format, (await uploadExport(parts, kind, format)).summary]).toMatchObject([
            kind,
            format,
            { add: 0, change: 0, unchanged: 1, badRows: 0 },
          ]);
      }
    });

    it('is what was held, where and when it was asked for', async () => {
      await onFile(
        institution(SITE, '140100'),
        institution('H2', '460200'),
        clinician('c1', 'D1'),
        clinician('c2', 'D2'),
        registration('r1', 'D1', { until: '2025-06-01' }),
        registration('r2', 'D2', { fixmedins_code: 'H2' }),
      );
      const [before] = await heldNow(parts, 'D1');
      await onFile(clinician('c1b', 'D1', { name: '改名', supersedes: 'c1' }));
      expect(await listed({})).toEqual(['c1b', 'c2', `i-${SITE}`, 'i-H2', 'r1', 'r2']);
      expect(await listed({ knownAt: before?.knownFrom ?? OPEN_END, kind: 'clinician' })).toEqual([
        'c1',
        'c2',
      ]);
      expect(await listed({ kind: 'registration', effectiveAt: at('2025-05-31 23:59:59') })).toEqual([
        'r1',
        'r2',
      ]);
      expect(await listed({ kind: 'registration', effectiveAt: at('2025-06-01') })).toEqual(['r2']);
      expect(await listed({ within: [{ areas: ['14'], institutions: [] }] })).toEqual([
        'c1b',
        `i-${SITE}`,
        'r1',
      ]);
      expect(await listed({ within: [{ areas: [], institutions: ['H2'] }] })).toEqual(['c2', 'i-H2', 'r2']);
      expect(
        await listed({
          within: [
            { areas: ['46'], institutions: [] },
            { areas: ['14'], institutions: [] },
          ],
        }),
      ).toEqual([]);
    });
  });

  describe('and its second person', () => {
    it.each([
      ['proposed', PROPOSER],
      ['uploaded', UPLOADER],
    ])('is not who %s it, says the database', async (_, userId) => {
      const { transferId } = await uploadNdjson(parts, [clinician('a', 'D1')]);
      await parts.transfers.propose(transferId, {
        userId: PROPOSER,
        at: UPLOADED_AT,
        leaveOutBadRows: false,
      });
      const refusal: unknown = await parts.transfers
        .approve(transferId, userId, UPLOADED_AT)
        .catch((error: unknown) => error);
      expect(isSecondPersonMissing(refusal)).toBe(true);
      await expect(
        poolOf(parts.dataSource).query('UPDATE transfer SET proposed_by = $1', ['someone else']),
      ).rejects.toThrow('does not go from proposed to proposed');
      expect(await applyTransfer(parts, transferId)).toEqual({ kind: 'not_approved' });
      expect(await countOf(parts, 'registry_record')).toBe(0);
    });

    it('may reject it, after which nothing more happens', async () => {
      const transfer = await uploadNdjson(parts, [clinician('a', 'D1')]);
      expect(
        await parts.transfers.reject(transfer.transferId, {
          userId: APPROVER,
          at: UPLOADED_AT,
          because: 'wrong file',
        }),
      ).toBe(true);
      expect(
        await parts.transfers.propose(transfer.transferId, {
          userId: PROPOSER,
          at: UPLOADED_AT,
          leaveOutBadRows: false,
        }),
      ).toBe(false);
    });
  });

  describe('that is applied', () => {
    it('leaves nothing half done when the connection breaks in the middle, and is taken up again', async () => {
      const transfer = await uploadRoster(parts, [{ code: 'D140100000001' }], false);
      await approved(parts, transfer);
      parts.identities.interruption = async (client) => {
        parts.identities.interruption = null;
        await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      };
      await expect(applyTransfer(parts, transfer.transferId)).rejects.toThrow();
      expect(await countOf(parts, 'registry_record')).toBe(0);
      expect((await found(parts, transfer.transferId)).state).toBe('approved');

      // Two processes, started anew.
      const works = [1, 2].map(() => new TransferWork(parts, { share: 0.1 }, silentLog()));
      await Promise.all(works.map((work) => work.wake()));
      expect(await found(parts, transfer.transferId)).toMatchObject({ state: 'applied' });
      expect(await countOf(parts, 'registry_record')).toBe(2);
      expect(await countOf(parts, 'registry_commit')).toBe(1);
    });

    it.each([
      ['four times is applied all the same', 4, 'applied'],
      ['again and again is tried later', 5, 'approved'],
    ])('where somebody types in the same identity number first, %s', async (_, times, state) => {
      const transfer = await uploadRoster(parts, [{ code: 'D140100000001' }], false);
      await approved(parts, transfer);
      let overtaken = 0;
      parts.identities.interruption = async (client) => {
        if (overtaken++ < times) await client.query('DO $$ BEGIN RAISE unique_violation; END $$');
      };
      await applyTransfer(parts, transfer.transferId).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
      });
      expect((await found(parts, transfer.transferId)).state).toBe(state);
      expect(parts.identities.kept.size).toBe(state === 'applied' ? 1 : 0);
    });

    it('after the registry moved elsewhere does what was approved', async () => {
      const transfer = await uploadCsv(parts, 'clinician', 'code,name,category\nD1,张三,doctor\n');
      await approved(parts, transfer);
      await onFile(clinician('other', 'D9'));
      expect(await applyTransfer(parts, transfer.transferId)).toMatchObject({ kind: 'applied' });
    });

    it('after the registry moved under it fails, and says so', async () => {
      const transfer = await uploadCsv(parts, 'clinician', 'code,name,category\nD1,张三,doctor\n');
      await approved(parts, transfer);
      await onFile(clinician('meanwhile', 'D1', { name: '李四' }));
      const { version } = appended(await parts.registry.append([]));
      expect(await applyTransfer(parts, transfer.transferId)).toMatchObject({ kind: 'failed' });
      expect(await found(parts, transfer.transferId)).toMatchObject({
        state: 'failed',
        endedBecause: expect.stringContaining('changed since the preview'),
      });
      expect(await parts.registry.version()).toBe(version);
    });
  });
});
