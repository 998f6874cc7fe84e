/** Batches as Java's own client packs them, which no client in JavaScript does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanEnvironment, kafkaBrokers, stateFolder } from './addresses';

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** Messages with keys `key 0`, `key 1` … */
export interface PackedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly codec: (typeof CODECS)[number];
  readonly values: Filled | Rows;
}

/** Values that begin with `{"line":0}`, `{"line":1}` …, and are filled up with spaces. */
export interface Filled {
  readonly lines: number;
  readonly bytesALine: number;
}

/** Each row of a file is a value. */
export interface Rows {
  readonly file: string;
}

/** Sends each of these as one record batch, where the topic takes it. @throws where Java's client does. */
export async function sendPacked(
  batches: readonly PackedBatch[],
  brokers: string = kafkaBrokers().join(','),
): Promise<void> {
  const java = spawn(
    'java',
    [
      '-Xmx1500m',
      '-cp',
      join(jars(), '*'),
      resolve('test/servers/java/PackedBatches.java'),
      brokers,
      ...batches.flatMap(({ topic, partition, codec, values }) => [
        topic,
        String(partition),
        codec,
        ...('file' in values ? [values.file, 'rows'] : [String(values.lines), String(values.bytesALine)]),
      ]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: cleanEnvironment() },
  );
  let said = '';
  java.stderr.on('data', (text) => (said = (said + String(text)).slice(-4_000)));
  const [code]: unknown[] = await once(java, 'exit');
  if (code !== 0) throw new Error(`Java's producer ended with ${String(code)}: ${said}`);
}

/** Those that the broker of `npm test` runs on. */
function jars(): string {
  const fetched = join(stateFolder(), 'kafka-libs');
  const [folder] = existsSync(fetched) ? readdirSync(fetched) : [];
  if (folder === undefined)
    throw new Error(`no jars of Kafka in ${fetched}: a run of \`npm test\` fetches them`);
  return join(fetched, folder);
}
