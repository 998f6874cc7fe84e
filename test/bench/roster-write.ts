/** Writes a roster of so many registrations in bulk, in a process of its own; says when it begins and how long it took. */
import { openDatabase } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { recordOf } from '../gatekeeper/inputs';
import { HOSPITAL, recordRow } from '../gatekeeper/rows';

function* roster(rows: number): Generator<RegistryRecord> {
  for (let n = 0; n < rows; n++) {
    const code = `D4408${String(n).padStart(8, '0')}`;
    const fields = {
      code,
      fixmedins_code: HOSPITAL,
      main_site: true,
      from: '2024-01-01',
      committed_on: '2024-01-01',
    };
    yield recordOf(recordRow(`roster-${n}`, { kind: 'registration', ...fields }));
  }
}

async function main(databaseUrl: string, rows: number): Promise<void> {
  const dataSource = await openDatabase(databaseUrl, { poolSize: 2, applicationName: 'bench roster' });
  const began = performance.now();
  const written = await new RegistryStore(dataSource, registryCodec).appendInBulk(roster(rows), {
    tellsSubjects: false,
  });
  if (written.kind !== 'appended' || written.added !== rows)
    throw new Error(`the roster was not taken: ${JSON.stringify(written)}`);
  process.stdout.write(`${((performance.now() - began) / 1_000).toFixed(1)}\n`);
  await dataSource.destroy();
}

const [databaseUrl = '', rows = '0'] = process.argv.slice(2);
main(databaseUrl, Number(rows)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
