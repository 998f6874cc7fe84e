import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { gatekeeper } from '../gatekeeper/command';
import { describeWith } from '../servers/addresses';
import { registration } from './registry-parts';
import { openStores } from './stores-parts';
import type { Stores } from './stores-parts';

describeWith(['postgres'], 'gatekeeper import of corrections', () => {
  let stores: Stores;
  let folder: string;
  beforeAll(async () => {
    stores = await openStores('import');
    folder = await mkdtemp(join(tmpdir(), 'registry-import-'));
  });
  afterAll(async () => {
    await stores.close();
    await rm(folder, { recursive: true });
  });

  const imported = async (...records: RegistryRecord[]) => {
    const file = join(folder, 'registry.ndjson');
    await writeFile(file, records.map((record) => `${encodeRegistryRecord(record)}\n`).join(''));
    return gatekeeper(['import', '--registry', file], { DATABASE_URL: stores.url });
  };

  test('ends with 2 and names the records that overlap, and nothing is written', async () => {
    const wrong = registration({ recordId: 'wrong' });
    const one = registration({ recordId: 'one', supersedes: 'wrong', until: '2025-06-01' });
    const other = registration({ recordId: 'other', supersedes: 'wrong', from: '2025-05-31' });
    const refused = await imported(wrong, one, other);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/nothing was written[^]*\bone\b[^]*\bother\b/);
    expect(await stores.registry.version()).toBe(0);
    const adjoining = registration({ recordId: 'other', supersedes: 'wrong', from: '2025-06-01' });
    expect(await imported(wrong, one, adjoining)).toMatchObject({
      code: 0,
      stdout: '3 added, 0 unchanged\n',
    });
  });

  test.each([
    ['refused', [], 2],
    ['left out', ['--skip-bad'], 0],
  ] as const)(
    'of a file with sixty bad rows lists the first fifty when they are %s',
    async (_, more, code) => {
      const file = join(folder, 'bad.ndjson');
      await writeFile(file, 'no row\n'.repeat(60));
      const ending = await gatekeeper(['import', '--registry', file, ...more], { DATABASE_URL: stores.url });
      expect(ending.code).toBe(code);
      const [first, ...listed] = ending.stderr.trimEnd().split('\n');
      expect(first).toMatch(/60 bad row\(s\)/);
      expect(listed).toHaveLength(51);
      expect(listed.slice(-2)).toEqual([expect.stringMatching(/bad\.ndjson:50: /), '  and 10 more']);
    },
  );
});
