/** `gatekeeper export`: what an installation has on file of whole visits, as files that `check` and `verify` read (CONTRACT 5). */
import { join } from 'node:path';
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { daysOf, momentsOfCorrections } from '@gatekeeper/clearing';
import type { Period } from '@gatekeeper/clearing';
import { inWritingSnapshot, poolOf } from '@gatekeeper/database';
import {
  chooseVisits,
  closedPeriods,
  exportedDecisions,
  exportedHolds,
  exportedMessages,
  exportedNotices,
  linesOfPlans,
  listPlans,
  notWorkedOff,
  PLAN_STATES,
  snapshotMoment,
} from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import type { ExportedHold, ExportedMessage } from '@gatekeeper/decision-store';
import { allAdoptions, newestAdoption } from '@gatekeeper/installed-policy';
import { demandEmpty, inNewFolder, RowWriter } from '@gatekeeper/offline';
import { RegistryStore } from '@gatekeeper/registry-store';
import {
  decisionText,
  encodeRegistryRecord,
  exportedFactRow,
  exportedLineRow,
  exportedPaymentRow,
  exportedVoidRow,
  holdMessage,
  holdReleaseMessage,
  registryCodec,
} from '@gatekeeper/wire';
import type { LineRevision } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { databaseOrUsageError, onDatabase } from './database-setting';
import { knownAtFrom } from './moment-options';
import { areaFrom, periodFrom } from './period-options';
import { RowsShown } from './progress';

export interface ExportOptions {
  readonly area: string;
  readonly period: string;
  readonly knownAt?: string;
  readonly out: string;
}

/** @throws UsageError: options that cannot be used, a folder that holds something, a database that does not answer. */
export async function exportInstallation(options: ExportOptions): Promise<void> {
  const period = periodFrom(options.period);
  areaFrom(options.area);
  const asked = options.knownAt === undefined ? null : knownAtFrom(options.knownAt);
  demandEmpty(options.out);
  await onDatabase(databaseOrUsageError(), 'gatekeeper export', async (dataSource) => {
    const { visits, rows } = await inNewFolder(options.out, (folder) =>
      // Nothing is written but a temporary table of the visits chosen.
      inWritingSnapshot(dataSource, (client) =>
        new Export(dataSource, client, folder, options, asked).writeAll(period),
      ),
    );
    process.stderr.write(`${visits} visits, ${rows} rows written to ${options.out}\n`);
  });
}

const PLANS_AT_ONCE = 500;

class Export {
  private readonly shown = new RowsShown('exporting');

  constructor(
    private readonly dataSource: DataSource,
    private readonly client: PoolClient,
    private readonly folder: string,
    private readonly options: ExportOptions,
    private readonly asked: Instant | null,
  ) {}

  async writeAll(period: Period): Promise<{ readonly visits: number; readonly rows: number }> {
    const { client } = this;
    const moment = await snapshotMoment(client);
    // What comes after the snapshot is in none of the files, whatever is asked for.
    const knownAt = this.asked !== null && this.asked < moment ? this.asked : moment;
    const { from, until } = daysOf(period);
    const visits = await chooseVisits(client, {
      ...{ areaPrefix: this.options.area, areaOf: 'treatment' },
      ...{ from: formatDay(from), until: formatDay(until), knownAt },
      ...{ corrections: await this.corrections(period, knownAt), correctsInArea: true },
    });
    await this.write('registry.ndjson', this.registryRows(knownAt));
    await this.write('lines.ndjson', mapped(exportedMessages(client, knownAt), messageRow));
    await this.write(
      'payments.ndjson',
      mapped(exportedNotices(client, knownAt), ({ notice, receivedAt }) => [
        exportedPaymentRow(notice, receivedAt),
      ]),
    );
    await this.write(
      'decisions.ndjson',
      mapped(exportedDecisions(client, knownAt), (decision) => [decisionText(decision)]),
    );
    await this.write(
      'holds.ndjson',
      mapped(exportedHolds(client, knownAt), ({ held, release }) => [
        JSON.stringify(holdMessage(held)),
        ...(release === null ? [] : [releaseRow(held.line, release)]),
      ]),
    );
    await this.write('installation.json', one(await this.installation(knownAt)));
    this.shown.stop();
    return { visits, rows: this.shown.rows };
  }

  /** Decisions on lines of closed months, which may fall into this period, stand in visits of those months. */
  private async corrections(
    period: Period,
    knownAt: Instant,
  ): Promise<ReturnType<typeof momentsOfCorrections>> {
    return momentsOfCorrections(await closedPeriods(this.client, { knownAt }), period);
  }

  private async *registryRows(knownAt: Instant): AsyncGenerator<readonly string[]> {
    const store = new RegistryStore(this.dataSource, registryCodec);
    for await (const record of store.exportRecords())
      if (record.knownFrom <= knownAt) yield [encodeRegistryRecord(record)];
  }

  private async installation(knownAt: Instant): Promise<string> {
    const { area, period } = this.options;
    const holding = await newestAdoption(poolOf(this.dataSource));
    const policy = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));
    return JSON.stringify({
      area,
      period,
      known_at: formatInstant(knownAt),
      map: policy(holding?.map),
      values: policy(holding?.values),
      editions: policy(holding?.editions),
      adoptions: (await allAdoptions(poolOf(this.dataSource))).map(
        ({ map, values, editions, adoptedAt }) => ({
          ...{ adopted_at: formatInstant(adoptedAt), map: policy(map), values: policy(values) },
          editions: policy(editions),
        }),
      ),
      plans: await this.plans(knownAt),
      closed_periods: (await closedPeriods(this.client, { knownAt })).map(
        ({ closedFrom, adoptedAt, ...closed }) => ({
          ...{ ...closed, closed_from: formatInstant(closedFrom) },
          ...(adoptedAt === undefined ? {} : { adopted_at: formatInstant(adoptedAt) }),
        }),
      ),
      unsettled: await notWorkedOff(this.client),
    });
  }

  /** Plans that were proposed by then, as they stand. */
  private async plans(knownAt: Instant): Promise<readonly unknown[]> {
    const all: SweepPlan[] = [];
    for (let before: string | null = null; ;) {
      const page = await listPlans(poolOf(this.dataSource), {
        states: PLAN_STATES,
        before,
        atMost: PLANS_AT_ONCE,
      });
      all.push(...page.filter(({ proposedAt }) => proposedAt <= knownAt));
      before = page.at(-1)?.planId ?? null;
      if (page.length < PLANS_AT_ONCE) break;
    }
    const kept = await linesOfPlans(this.client, knownAt);
    return all.reverse().map(({ planId, version, state, proposedAt, revertedVersion, figures }) => ({
      plan_id: planId,
      version,
      // One that was refused since was still proposed.
      state: state === 'refused' && kept.get(planId)?.state === 'open' ? 'proposed' : state,
      proposed_at: formatInstant(proposedAt),
      reverted_version: revertedVersion,
      figures,
      // Those of the visits exported that the plan keeps as they stand.
      lines: (kept.get(planId)?.lines ?? []).map(({ fixmedinsCode, visitId, chargeBatch, lineNo }) => [
        ...[fixmedinsCode, visitId, chargeBatch, lineNo],
      ]),
    }));
  }

  private async write(name: string, pages: AsyncIterable<readonly string[]>): Promise<void> {
    const writer = RowWriter.open(join(this.folder, name));
    for await (const rows of pages) {
      for (const row of rows) writer.write(row);
      this.shown.advance(rows.length);
      await writer.drain();
    }
    await writer.close();
  }
}

function messageRow(message: ExportedMessage): readonly string[] {
  switch (message.kind) {
    case 'line':
      return [exportedLineRow(message.content, message, message.receivedAt)];
    case 'void':
      return [exportedVoidRow(message.withdrawn, message.receivedAt)];
    case 'fact':
      return [exportedFactRow(message.fact, message.receivedAt)];
  }
}

/** With the moment at which the line waited no longer, which is not that of a decision that it had before. */
const releaseRow = (
  line: LineRevision,
  { decisionId, releasedAt }: NonNullable<ExportedHold['release']>,
): string =>
  JSON.stringify({ ...holdReleaseMessage(line, decisionId), released_at: formatInstant(releasedAt) });

async function* mapped<Item>(
  pages: AsyncIterable<readonly Item[]>,
  rowsOf: (item: Item) => readonly string[],
): AsyncGenerator<readonly string[]> {
  for await (const page of pages) yield page.flatMap(rowsOf);
}

async function* one(row: string): AsyncGenerator<readonly string[]> {
  yield await Promise.resolve([row]);
}
