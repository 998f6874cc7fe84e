/** Run as a process of its own: brings a registry file through upload, preview, approval and applying, and prints how it went. */
import 'reflect-metadata';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { openDatabase } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { systemClock } from '@gatekeeper/runtime';
import { registryCodec } from '@gatekeeper/wire';
import { readNdjson } from '../../apps/admin/transfer/reading/ndjson';
import { readCsv } from '../../apps/admin/transfer/reading/csv';
import { applyTransfer } from '../../apps/admin/transfer/staging/apply';
import { previewTransfer } from '../../apps/admin/transfer/staging/preview';
import { stageUpload } from '../../apps/admin/transfer/staging/stage-upload';
import type { Upload } from '../../apps/admin/transfer/staging/transfer';
import { TransferStore } from '../../apps/admin/transfer/staging/transfer-store';

/** What the process prints, as JSON. */
export interface TransferImport {
  readonly stageSeconds: number;
  readonly previewSeconds: number;
  readonly applySeconds: number;
  readonly added: number;
  /** The most memory of its own that the process held, and what it held before the file; mapped files are not counted. */
  readonly peakBytes: number;
  readonly beforeBytes: number;
}

const KIBIBYTE = 1024;
const SAMPLE_MS = 20;
const NO_IDENTITIES = {
  seal: (): string => '',
  open: (): string => '',
  put: (): Promise<void> => Promise.resolve(),
};

/** `RssAnon` of proc(5); the whole resident memory where the system does not tell. */
function anonymousBytes(): number {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.memoryUsage.rss();
  return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1]) * KIBIBYTE;
}

async function main(databaseUrl: string, path: string): Promise<TransferImport> {
  const dataSource = await openDatabase(databaseUrl, { poolSize: 4, applicationName: 'bench transfer' });
  const registry = new RegistryStore(dataSource, registryCodec);
  const transfers = new TransferStore(dataSource);
  const beforeBytes = anonymousBytes();
  let peakBytes = beforeBytes;
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, anonymousBytes())), SAMPLE_MS);
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = process.hrtime.bigint();
    await work();
    const took = Number(process.hrtime.bigint() - begun) / 1e9;
    process.stderr.write(
      `  … ${took.toFixed(1)} s, at most ${(peakBytes / 1024 / 1024).toFixed(0)} MB so far\n`,
    );
    return took;
  };

  let transferId = '';
  const stageSeconds = await seconds(async () => {
    const bytes = createReadStream(path);
    const upload: Upload = path.endsWith('.csv')
      ? { file: { format: 'csv', kind: 'registration', encoding: 'utf-8' }, closing: null }
      : { file: { format: 'ndjson' }, closing: null };
    const items = path.endsWith('.csv') ? readCsv(bytes, 'registration', 'utf-8') : readNdjson(bytes);
    const at = systemClock.now();
    const staged = await stageUpload(dataSource, NO_IDENTITIES, items, {
      upload,
      uploadedBy: 'a',
      uploadedAt: at,
    });
    if (staged.kind === 'unreadable') throw new Error(staged.problem.expected);
    ({ transferId } = staged);
  });
  const previewSeconds = await seconds(async () => {
    const transfer = await transfers.find(transferId);
    if (transfer !== null) await previewTransfer(dataSource, transfer, { share: 0.1 });
  });
  const added = (await transfers.find(transferId))?.summary?.add ?? 0;
  const at = systemClock.now();
  await transfers.propose(transferId, { userId: 'b', at, leaveOutBadRows: false });
  await transfers.approve(transferId, 'c', at);
  const applySeconds = await seconds(async () => {
    const outcome = await applyTransfer(
      { dataSource, registry, transfers, identities: NO_IDENTITIES, clock: systemClock },
      transferId,
    );
    if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  });
  clearInterval(sampler);
  await dataSource.destroy();
  return { stageSeconds, previewSeconds, applySeconds, added, peakBytes, beforeBytes };
}

const [databaseUrl = '', path = ''] = process.argv.slice(2);
main(databaseUrl, path).then(
  (figures) => void process.stdout.write(JSON.stringify(figures)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
