import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnusableInput } from '@gatekeeper/runtime';
import { writeClearedFolder } from '../../libs/reports/testing/cleared-folders';
import { JUNE, OWN } from '../../libs/reports/testing/june';
import { AnswerIsNo } from './ending';
import type { ReconcileOptions } from './reconcile-files';
import { reconcileFiles } from './reconcile-files';
import { reportOfFolder } from './report-of-folder';

let place: string;
let from: string;
let made = 0;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'commands-'));
  from = join(place, 'june');
  writeClearedFolder(from, JUNE);
});
afterAll(() => rmSync(place, { recursive: true }));
beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

const PLAIN = { lang: 'zh', cellsBelow: '11' };
const newOut = (): string => join(place, `out${++made}`);

describe('gatekeeper report', () => {
  it('writes the report into a folder that was not there', async () => {
    const out = newOut();
    await reportOfFolder({ ...PLAIN, from, out, kind: 'monthly' });
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['report.pdf', 'report.xlsx', 'reasons.csv']));
  });

  it('writes a folder for each institution that is named, in whatever spelling', async () => {
    const out = newOut();
    await reportOfFolder({
      ...PLAIN,
      from,
      out,
      lang: 'en',
      institution: [OWN.toLowerCase(), OWN, 'H44010000002'],
    });
    expect(readdirSync(out)).toEqual([OWN, 'H44010000002']);
  });

  it.each([
    [
      'a kind that the period is not',
      { kind: 'annual' },
      'was cleared for 2025-06: that is no annual report',
    ],
    ['a kind that is none', { kind: 'weekly' }, '--kind takes monthly or annual'],
    ['a language that is none', { lang: 'fr' }, '--lang takes zh or en'],
    ['a threshold that is none', { cellsBelow: '0' }, '--cells-below takes a whole number'],
    ['an institution without lines', { institution: ['H1'] }, 'institution H1 has no lines'],
    ['a folder that clear did not write', { from: tmpdir() }, 'there is no summary.json in it'],
  ])('ends with 2 on %s, and leaves nothing', async (_, more, message) => {
    const out = newOut();
    const asked = reportOfFolder({ ...PLAIN, from, out, ...more });
    await expect(asked).rejects.toThrow(UnusableInput);
    await expect(asked).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('ends with 2 on a folder that holds something', async () => {
    await expect(reportOfFolder({ ...PLAIN, from, out: from })).rejects.toThrow('is not empty');
  });
});

describe('gatekeeper reconcile', () => {
  const file = (content: string): string => {
    const path = join(place, `file${++made}`);
    writeFileSync(path, content);
    return path;
  };
  const lines = (): string =>
    file(
      JSON.stringify({
        ...{
          infno: '2204',
          fixmedins_code: 'h1',
          mdtrt_id: 'V',
          feedetl_sn: '1',
          psn_token: 'p',
          med_type: '11',
        },
        ...{ insutype: '310', mdtrtarea_admvs: '440100', insuplc_admdvs: '440100' },
        ...{ fee_ocur_time: '2025-06-14 10:00:00', cnt: '1', pric: '1', det_item_fee_sumamt: '1.00' },
        ...{ fund_pay_amt: '1.00', pool_pay_amt: '1.00', setl_id: 'S', setl_time: '2025-06-15 09:00:00' },
      }),
    );
  const declared = (medfee: string, more = {}): string =>
    file(JSON.stringify({ clr_type: '11', medfee_sumamt: medfee, fixmedins_setl_cnt: '1', ...more }));
  const DAYS = { stmt_begndate: '2025-06-01', stmt_enddate: '2025-06-30' };
  const asked = (more: Partial<ReconcileOptions>) =>
    reconcileFiles({
      institution: 'H1',
      lang: 'zh',
      declared: [declared('1.00', DAYS)],
      out: newOut(),
      ...more,
    });

  it('ends well where both sides agree', async () => {
    await asked({ lines: lines() });
    await asked({ lines: lines(), declared: [declared('1')], period: '2025-06' });
  });

  it('ends with 1 where they differ, with what differs on file', async () => {
    const out = newOut();
    const differing = asked({ lines: lines(), declared: [declared('1.01', DAYS)], out });
    await expect(differing).rejects.toThrow(AnswerIsNo);
    await expect(differing).rejects.toThrow('1 total(s) and 0 settlement(s) differ');
    expect(readdirSync(out)).toContain('totals.csv');
  });

  it('says so where the institution has no line at all: the code may be another than was meant', async () => {
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(asked({ lines: lines(), institution: 'H2' })).rejects.toThrow(AnswerIsNo);
    expect(told.mock.calls.join('')).toContain('holds no line of institution H2');
    told.mockClear();
    await asked({ lines: lines() });
    expect(told.mock.calls.join('')).not.toContain('holds no line');
    told.mockRestore();
  });

  it.each<readonly [string, () => Partial<ReconcileOptions>, string]>([
    ['no lines', () => ({}), 'either --from a folder'],
    ['sums instead of lines', () => ({ from }), 'has sums and no settlements'],
    ['no days', () => ({ lines: lines(), declared: [declared('1')] }), 'name the month with --period'],
    ['a period that is none', () => ({ lines: lines(), period: '2025-13' }), '--period takes a month'],
    [
      'a file that is not there',
      () => ({ lines: lines(), declared: ['nowhere'] }),
      'there is no file nowhere',
    ],
    ['what cannot be read', () => ({ lines: lines(), declared: [declared('1,5')] }), 'cannot be read'],
  ])('ends with 2 on %s', async (_, more, message) => {
    const refused = asked(more());
    await expect(refused).rejects.toThrow(UnusableInput);
    await expect(refused).rejects.toThrow(message);
  });
});
