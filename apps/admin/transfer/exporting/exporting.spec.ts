import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { buffer, text } from 'node:stream/consumers';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { parseRegistryRow } from '@gatekeeper/wire';
import { REGISTRY_RECORD_KINDS } from '../reading/columns';
import { readCsv } from '../reading/csv';
import { readNdjson } from '../reading/ndjson';
import type { ReadItem, ReadItems } from '../reading/read-item';
import { readXlsx } from '../reading/xlsx';
import { exported, xlsxOf } from './formats';
import { csvTemplate, xlsxTemplate } from './template';

const ROW = {
  kind: 'clinician',
  record_id: 'r1',
  recorded_at: '2025-01-01T00:00:00+08:00',
  received_at: '2025-02-01T00:00:00+08:00',
  code: 'D1',
  name: '=HYPERLINK("x")',
  category: 'doctor',
};
const record = parseRegistryRow(Buffer.from(JSON.stringify(ROW))) as RegistryRecord;
async function* records(count = 1): AsyncGenerator<RegistryRecord> {
  for (let made = 0; made < count; made++) yield await Promise.resolve(record);
}
async function collected(items: ReadItems): Promise<readonly ReadItem[]> {
  const list: ReadItem[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Enough for all of a source to be taken, were nothing to hold it up. */
const TURNS = 2_000;
const SOURCE = 20_000;
/** Texts that compress badly: buffers fill soon. */
const unlike = (number: number): string => createHash('sha512').update(String(number)).digest('base64');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'export-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (bytes: Buffer): string => {
  const path = join(folder, 'export.xlsx');
  writeFileSync(path, bytes);
  return path;
};

describe('an export', () => {
  it('as NDJSON is CONTRACT 3 with both moments', async () => {
    expect(JSON.parse(await text(exported(records(), { format: 'ndjson' })))).toEqual(ROW);
  });

  it('as CSV holds no formula, and is read back as it was', async () => {
    const csv = exported(records(), { format: 'csv', kind: 'clinician' });
    const written = await text(csv);
    expect(written).toContain(`"'=HYPERLINK(""x"")"`);
    expect(written.split('\n')[0]).toBe('code,name,category,record_id,recorded_at,supersedes,received_at');
    const items = await collected(readCsv(Readable.from([Buffer.from(written)]), 'clinician', 'utf-8'));
    expect(items).toMatchObject([{ records: [{ recordId: 'r1', stated: { name: ROW.name } }] }]);
  });

  it('as XLSX keeps a formula as a text, and goes on to another sheet when one is full', async () => {
    const rows = async function* (): AsyncGenerator<readonly string[]> {
      for (const code of ['D1', 'D2', 'D3']) yield await Promise.resolve([code, ROW.name, 'doctor']);
    };
    const bytes = await buffer(xlsxOf('clinician', ['code', 'name', 'category'], rows(), 3));
    const items = await collected(readXlsx(file(bytes), 'clinician'));
    expect(items).toMatchObject([
      { line: 2, records: [{ subject: 'D1', stated: { name: ROW.name } }] },
      { line: 3, records: [{ subject: 'D2' }] },
      { line: 2, records: [{ subject: 'D3' }] },
    ]);
  });

  it.each(['csv', 'xlsx'] as const)(
    'as %s is read back whole, whatever its texts begin with',
    async (format) => {
      const names = [
        ...['=1+1', "'=1", "''=1", "'x", '＝1', '+1', '-', '@a', '"a", b', '张三', '1E5', '0301', 'true'],
      ];
      const all = names.map((name, at) =>
        parseRegistryRow(Buffer.from(JSON.stringify({ ...ROW, record_id: `r${at}`, name }))),
      );
      const bytes = await buffer(
        exported(Readable.from(all) as AsyncIterable<RegistryRecord>, { format, kind: 'clinician' }),
      );
      const items = await collected(
        format === 'csv'
          ? readCsv(Readable.from([bytes]), 'clinician', 'utf-8')
          : readXlsx(file(bytes), 'clinician'),
      );
      const readBack = items.flatMap((item) => (item.kind === 'row' ? item.records : []));
      expect(readBack.map(({ stated }) => stated['name'])).toEqual(names);
    },
  );

  it.each(['ndjson', 'csv', 'xlsx'] as const)('as %s takes no more than is read of it', async (format) => {
    let given = 0;
    const counted = async function* (): AsyncGenerator<RegistryRecord> {
      for (; given < SOURCE; given++) yield await Promise.resolve({ ...record, recordId: unlike(given) });
    };
    const stream = exported(counted(), format === 'ndjson' ? { format } : { format, kind: 'clinician' });
    const chunks = stream[Symbol.asyncIterator]();
    await chunks.next();
    // Nothing is read from here on: what fills the buffers comes to an end.
    for (let turn = 0; turn < TURNS; turn++) await setImmediate();
    expect(given).toBeLessThan(SOURCE);
    stream.destroy();
  });

  it('hands on what its source throws', async () => {
    const failing = async function* (): AsyncGenerator<RegistryRecord> {
      yield await Promise.resolve(record);
      throw new Error('the source broke');
    };
    for (const as of [
      { format: 'ndjson' } as const,
      { format: 'csv', kind: 'clinician' } as const,
      { format: 'xlsx', kind: 'clinician' } as const,
    ])
      await expect(buffer(exported(failing(), as))).rejects.toThrow('the source broke');
  });
});

describe.each(REGISTRY_RECORD_KINDS)('the template of %s', (kind) => {
  it('is read as one good row, as CSV and as XLSX', async () => {
    const csv = await collected(readCsv(csvTemplate(kind), kind, 'utf-8'));
    expect(csv).toMatchObject([{ kind: 'row', line: 2 }]);
    const xlsx = await collected(readXlsx(file(await xlsxTemplate(kind)), kind));
    expect(xlsx).toEqual(csv);
  });
});

it('every kind has a template that its own reader takes, and NDJSON needs none', async () => {
  expect(REGISTRY_RECORD_KINDS).toHaveLength(13);
  expect(await collected(readNdjson(Readable.from([Buffer.from(JSON.stringify(ROW))])))).toHaveLength(1);
});
