/** The sample data that ships: real lines, and the registry they were decided with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLE = join(__dirname, '..', '..', 'deploy', 'local', 'sample');

export const sampleFiles = {
  lines: join(SAMPLE, 'lines.ndjson'),
  registry: join(SAMPLE, 'registry.ndjson'),
} as const;
export const sampleLines = (): string => readFileSync(sampleFiles.lines, 'utf8');
export const sampleRegistry = (): string => readFileSync(sampleFiles.registry, 'utf8');

/** What is in the sample; the lines of Linfen wait for its values. */
export const SAMPLE_COUNTS = { lines: 2314, decisions: 1934, held: 380 } as const;
