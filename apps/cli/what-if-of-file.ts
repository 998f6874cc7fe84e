/** What the records of a file would change of the lines of an installation. */
import { Views } from '@gatekeeper/adjudication';
import { inSnapshot, poolOf } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import { newestAdoption, policyToAdopt } from '@gatekeeper/installed-policy';
import { RowWriter, badRegistry, readRegistryFile, sizeOf } from '@gatekeeper/offline';
import { RegistryStore } from '@gatekeeper/registry-store';
import { silentLog, systemClock } from '@gatekeeper/runtime';
import { whatIf } from '@gatekeeper/settling';
import type { SettlingSources, WhatIf } from '@gatekeeper/settling';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec, statedPolicyFromFiles } from '@gatekeeper/wire';
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { UsageError } from './ending';

export interface WhatIfOptions {
  readonly records: string;
  readonly json?: boolean;
}

/** All lines of years are looked through for those that are reached. */
const PATIENT = `SET LOCAL statement_timeout = '15min'`;

/** @throws UsageError: a record that cannot be read or written, a database that does not answer. */
export async function whatIfOfFile({ records: path, json = false }: WhatIfOptions): Promise<void> {
  const settings = databaseOrUsageError();
  sizeOf(path);
  const { records, bad } = await readRegistryFile(path);
  if (bad.length > 0) throw badRegistry(path, bad);
  await onDatabase(settings, 'gatekeeper what-if', async (dataSource) => {
    const sources = await sourcesOf(dataSource);
    const progress = new LinesSoFar();
    const answer = await inSnapshot(dataSource, async (client) => {
      await client.query(PATIENT);
      return whatIf(sources, client, { records, onLines: (lines) => progress.advance(lines) });
    }).finally(() => progress.stop());
    if ('kind' in answer) throw notTaken(answer.kind, answer.recordIds);
    const out = RowWriter.open('-');
    out.write(json ? JSON.stringify(answer) : tableOf(answer));
    await out.close();
  });
}

async function sourcesOf(dataSource: DataSource): Promise<SettlingSources> {
  const stated = statedPolicyFromFiles({});
  if (!stated.ok) throw new UsageError('the policy cannot be used', stated.problems);
  // Where none was adopted yet, that of the first process that comes up; it is not adopted here.
  const adopted = policyToAdopt(stated.value, await newestAdoption(poolOf(dataSource)));
  if (!adopted.ok) throw new UsageError('the policy of the installation cannot be used', adopted.problems);
  const registry = new RegistryStore(dataSource, registryCodec);
  return {
    registry,
    cache: new StatusCache({
      ...{ registry, codec: registryCodec, redis: null },
      // Nobody watches the figures of a command.
      ...{ metrics: { count: () => undefined }, log: silentLog() },
    }),
    views: new Views(),
    decisions: new DecisionStore(dataSource),
    policy: adopted.value.loaded.policy,
    clock: systemClock,
  };
}

/** How many lines were looked at, on a terminal: how many there will be is known at the end. */
class LinesSoFar {
  private readonly bar: SingleBar | null = null;
  private lines = 0;

  constructor() {
    if (!process.stderr.isTTY) return;
    this.bar = new SingleBar({
      ...{ stream: process.stderr, clearOnComplete: true, hideCursor: true },
      format: 'asking {value} lines',
    });
    this.bar.start(0, 0);
  }

  advance(lines: number): void {
    this.lines += lines;
    this.bar?.update(this.lines);
  }

  stop(): void {
    this.bar?.stop();
  }
}

function tableOf({ examined, unchanged, changed, excluded, by, digest, outlook, ...money }: WhatIf): string {
  const table = new Table({
    head: ['institution', 'month', 'lines', 'refused', 'recover', 'given back'],
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
  });
  for (const each of by)
    table.push([
      ...[each.fixmedins_code, each.month, String(each.lines)],
      ...[each.refused, each.recover, each.given_back],
    ]);
  table.push(['all', '', String(changed), money.refused, money.recover, money.given_back]);
  const { stays, lines } = outlook.stays_in_progress;
  const kept = excluded.map((each) => `, ${each.lines} excluded (${each.reason})`).join('');
  return [
    table.toString(),
    `${examined} lines examined: ${changed} would turn, ${unchanged} stay as they are${kept}`,
    `stays in progress among them: ${stays}, with ${lines} lines`,
    `rejected lines a day from now on: ${outlook.rejected_lines_a_day > 0 ? '+' : ''}${outlook.rejected_lines_a_day}`,
    `closed periods concerned: ${outlook.closed_periods.length === 0 ? 'none' : outlook.closed_periods.join(', ')}`,
    `digest ${digest}`,
  ].join('\n');
}

const notTaken = (kind: 'conflict' | 'ring', recordIds: readonly string[]): UsageError =>
  new UsageError(
    kind === 'conflict'
      ? 'these record_ids are on file with other content; a correction is a new record with `supersedes`'
      : 'these records, with those on file, would correct each other in a ring; none of them would hold',
    recordIds,
  );
