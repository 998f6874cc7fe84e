/**
 * Any number of lines from the sample data: the same times, areas, categories and amounts in the sample's proportions,
 * each time under other identities, so that nothing is a resend and no cache holds a few persons only.
 */
import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Policy } from '@gatekeeper/policy';
import { isMalformed, parseSettlementLine } from '@gatekeeper/wire';

const SAMPLE = resolve('deploy/local/sample');
/** The sample's registry has 84 persons and institutions; this many times as many are on file. */
export const REGISTRY_COPIES = 12;
const ROUNDS_PER_SET = 40_000;
/** Where a copy's number stands in the sample's codes: `D460200`·`000019`, `H460200`·`00019`. */
const AREA_PART = 7;

type Row = Readonly<Record<string, unknown>>;

const sampleRows = (file: string): readonly Row[] =>
  readFileSync(resolve(SAMPLE, file), 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const row: Row = JSON.parse(text);
      return row;
    });

const copyOfCode = (code: unknown, copy: number): unknown =>
  typeof code === 'string' && code.length > AREA_PART + 2
    ? `${code.slice(0, AREA_PART)}${String(copy).padStart(2, '0')}${code.slice(AREA_PART + 2)}`
    : code;

const suffixed = (value: unknown, copy: number): unknown =>
  typeof value === 'string' ? `${value}-${copy}` : value;

/** The sample's registry, `REGISTRY_COPIES` times under other codes, a JSON text each. */
export function* registryTexts(): Generator<string> {
  const records = sampleRows('registry.ndjson');
  for (let copy = 0; copy < REGISTRY_COPIES; copy++) {
    for (const record of records) {
      yield JSON.stringify({
        ...record,
        record_id: suffixed(record['record_id'], copy),
        supersedes: suffixed(record['supersedes'], copy),
        document_no: suffixed(record['document_no'], copy),
        code: copyOfCode(record['code'], copy),
        fixmedins_code: copyOfCode(record['fixmedins_code'], copy),
      });
    }
  }
}

/**
 * `count` lines, a JSON text each; those of another set are of other visits. Only those of the sample that a pack can decide: a line that is held PACK_MISSING or
 * PACK_INCOMPLETE costs no decision, and would make every figure look better than it is.
 */
export function* lineTexts(count: number, policy: Policy, set = 0): Generator<string> {
  const lines = sampleRows('lines.ndjson').filter((row) => {
    const line = parseSettlementLine(Buffer.from(JSON.stringify(row)));
    if (isMalformed(line)) return false;
    const governing = policy.governing(line.treatmentArea, line.feeOccurredAt);
    return governing !== null && governing.every(({ blanks }) => blanks.length === 0);
  });
  for (let made = 0; made < count; made++) {
    const line = lines[made % lines.length];
    const round = Math.floor(made / lines.length) + set * ROUNDS_PER_SET;
    if (line === undefined) throw new Error('no line of the sample lies in the area of a loaded pack');
    const copy = round % REGISTRY_COPIES;
    yield JSON.stringify({
      ...line,
      mdtrt_id: renumbered(line['mdtrt_id'], round),
      feedetl_sn: renumbered(line['feedetl_sn'], round),
      fixmedins_code: copyOfCode(line['fixmedins_code'], copy),
      bilg_dr_codg: copyOfCode(line['bilg_dr_codg'], copy),
    });
  }
}

/** As long as before: sizes are part of what is measured. */
const renumbered = (identity: unknown, round: number): unknown =>
  typeof identity === 'string' ? `${identity.slice(0, -5)}${String(round).padStart(5, '0')}` : identity;

/** Writes texts as the rows of a file. */
export async function writeRows(path: string, texts: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  let chunk = '';
  for (const text of texts) {
    chunk += `${text}\n`;
    if (chunk.length < 1 << 18) continue;
    if (!file.write(chunk)) await once(file, 'drain');
    chunk = '';
  }
  file.end(chunk);
  await once(file, 'close');
}
