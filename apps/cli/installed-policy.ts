/** `gatekeeper policy`: what an installation decides by, and how another policy is adopted for it. */
import { formatInstant } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { adoptPolicy, differencesOf, newestAdoption, policyToAdopt } from '@gatekeeper/installed-policy';
import type { Adoption } from '@gatekeeper/installed-policy';
import { RowWriter } from '@gatekeeper/offline';
import { statedPolicyFromFiles } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { demandDistinctFiles } from './distinct-files';
import { UsageError } from './ending';
import { policyFilesNamed } from './policy-options';

export interface InstalledPolicyOptions {
  readonly adopt?: boolean;
  readonly packMap?: string;
  readonly values?: string;
  readonly by?: string;
  readonly json?: boolean;
}

/** @throws UsageError: options that do not go together, a file that cannot be used, a database that does not answer. */
export async function showOrAdoptPolicy(options: InstalledPolicyOptions): Promise<void> {
  const { adopt = false, packMap, values, by } = options;
  const adoptedBy = by?.trim() ?? '';
  if (!adopt && (packMap !== undefined || values !== undefined || by !== undefined))
    throw new UsageError('--pack-map, --values and --by say what --adopt adopts: give --adopt too');
  if (adopt && adoptedBy === '') throw new UsageError('--adopt needs --by NAME: who adopts it');
  demandDistinctFiles(policyFilesNamed(options));
  const stated = statedPolicyFromFiles({ packMap, packValues: values });
  if (!stated.ok) throw new UsageError('the policy cannot be used', inOptionsWords(stated.problems));
  await onDatabase(databaseOrUsageError(), 'gatekeeper policy', async (dataSource) => {
    const out = RowWriter.open('-');
    if (adopt) {
      const chosen = policyToAdopt(stated.value, await newestAdoption(poolOf(dataSource)));
      if (!chosen.ok) throw new UsageError('the policy cannot be used', chosen.problems);
      await adopted(dataSource, out, chosen.value, adoptedBy);
    } else out.write(shown(await newestAdoption(poolOf(dataSource)), options.json === true));
    await out.close();
  });
}

async function adopted(
  dataSource: DataSource,
  out: RowWriter,
  chosen: Parameters<typeof adoptPolicy>[1],
  by: string,
): Promise<void> {
  const holding = await newestAdoption(poolOf(dataSource));
  if (holding !== null)
    for (const line of differencesOf(holding, chosen.texts, 'adopted is')) out.write(line);
  // Said before it is done: whoever cannot be told has not adopted anything.
  await out.flush();
  out.write(
    (await adoptPolicy(dataSource, chosen, by))
      ? `adopted by ${by}: start every process of the installation again`
      : 'nothing to adopt: the installation decides by it already',
  );
}

function shown(holding: Adoption | null, asJson: boolean): string {
  if (holding === null)
    return asJson ? 'null' : 'no policy is adopted yet: npm run migrate, or the first process, writes it';
  const { map, values, editions, adoptedAt, adoptedBy } = holding;
  if (asJson)
    return `{"map":${map},"values":${values},"editions":${editions},"adopted_at":${JSON.stringify(formatInstant(adoptedAt))},"adopted_by":${JSON.stringify(adoptedBy)}}`;
  return [
    `map       ${map}`,
    `values    ${values}`,
    `editions  ${editions}`,
    `adopted   ${formatInstant(adoptedAt)} by ${adoptedBy}`,
  ].join('\n');
}

/** The wire names files by the variables of a process; here options name them. */
const inOptionsWords = (problems: readonly string[]): readonly string[] =>
  problems.map((problem) =>
    problem.replace(/^PACK_MAP /, '--pack-map ').replace(/^PACK_VALUES /, '--values '),
  );
