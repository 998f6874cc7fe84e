/** Takes a sealed period's rows out of the live tables, or puts them back, visit by visit; broken off, it goes on when it is run again. */
import {
  ADVISORY_LOCKS,
  inTransaction,
  inWritingSnapshot,
  poolOf,
  withSessionLock,
} from '@gatekeeper/database';
import {
  attachVisits,
  awaitRecorders,
  beginDetachment,
  columnsOf,
  countDetached,
  detachVisits,
  endAttaching,
  endDetaching,
  goOnDetaching,
  isHandoverOpen,
  lockMode,
  modeInForce,
  standingDetachment,
  writeMomentsInUtc,
} from '@gatekeeper/decision-store';
import type { Column, Detachment, KeptColumns, KeptVisit } from '@gatekeeper/decision-store';
import { NotAsThingsStand, Outage } from '@gatekeeper/runtime';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { choosePeriod, differing } from './period-extent';
import type { ClosingOnFile, PeriodExtent } from './period-extent';
import { PeriodReader } from './read-period';
import type { PeriodLine } from './read-period';
import { settleOnDisk } from './sealed-folder';
import type { SealedFolder } from './sealed-folder';

/** Rows of lines at once: a transaction is short, and locks these lines alone. */
const LINES_AT_ONCE = 1_000;

export interface Detaching {
  readonly closing: ClosingOnFile;
  readonly by: string;
  readonly reason: string;
  /** Told after each transaction how many lines it was about. */
  readonly onLines?: (lines: number) => void;
}

/**
 * Removes what is kept in the folder, which the caller has verified against the seal; again after it was broken off, or for visits
 * that something kept back.
 * @returns how many lines of the period are detached now, and how many stay
 * @throws NotAsThingsStand: another folder of the period is detached, this one is not as the live tables are, or what was observed is
 * not handed over; RowsDiffer
 */
export async function detachPeriod(
  dataSource: DataSource,
  folder: string,
  kept: SealedFolder,
  { closing, by, reason, onLines = () => undefined }: Detaching,
): Promise<{ readonly detached: number; readonly stay: number }> {
  const { manifest, digest } = kept;
  return alone(dataSource, async (demandAlone) => {
    // Before anything goes.
    settleOnDisk(folder, kept);
    const { origin, lines } = manifest;
    const standing = await standingDetachment(poolOf(dataSource), origin);
    if (standing !== null && standing.folderDigest !== digest) throw otherFolder(origin);
    // The seal does not say how far a period reaches, and whoever writes a manifest may say anything.
    const extent = standing === null ? await extentOnFile(dataSource, closing) : manifest;
    const differs = differing(extent, manifest);
    if (differs.length > 0) throw writtenBefore(origin, differs);
    demandAlone();
    const detachmentId = await inTransaction(dataSource, async (client) => {
      // First: whoever records has his position, and then asks whether the installation observes.
      await awaitRecorders(client);
      await demandHandedOver(client);
      if (standing !== null) {
        await goOnDetaching(client, standing.detachmentId);
        return standing.detachmentId;
      }
      return beginDetachment(client, {
        ...{ closingId: extent.closing_id, origin, folderDigest: digest, lines: extent.lines },
        ...{ firstMonth: extent.first_month, lastMonth: extent.last_month },
        ...{ correctedAt: extent.corrected_at, detachedBy: by, reason },
      });
    });
    for await (const visits of pagesOf(folder)) {
      demandAlone();
      await inUtc(dataSource, async (client) =>
        detachVisits(client, detachmentId, visits, await keptColumns(client)),
      );
      onLines(linesIn(visits));
    }
    demandAlone();
    await endDetaching(poolOf(dataSource), detachmentId);
    const detached = await inTransaction(dataSource, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      return countDetached(client, detachmentId);
    });
    return { detached, stay: lines - detached };
  });
}

/**
 * Puts back what was taken from the folder, which the caller has verified against the seal; again after it was broken off.
 * @returns how many rows of lines came back
 * @throws NotAsThingsStand: nothing of the period is detached, or it was kept in another folder; RowsDiffer
 */
export async function attachPeriod(
  dataSource: DataSource,
  folder: string,
  { manifest, digest }: SealedFolder,
  { by, onLines = () => undefined }: Omit<Detaching, 'closing' | 'reason'>,
): Promise<number> {
  return alone(dataSource, async (demandAlone) => {
    const standing: Detachment | null = await standingDetachment(poolOf(dataSource), manifest.origin);
    if (standing === null)
      throw new NotAsThingsStand(
        'not-detached',
        `Nothing of ${manifest.origin} is detached（${manifest.origin} 未转出）`,
        'There is nothing to attach（无需接入）',
        `nothing of ${manifest.origin} is detached`,
      );
    if (standing.folderDigest !== digest) throw otherFolder(manifest.origin);
    const { detachmentId } = standing;
    let came = 0;
    for await (const visits of pagesOf(folder)) {
      demandAlone();
      came += await inUtc(dataSource, async (client) =>
        attachVisits(client, detachmentId, visits, await keptColumns(client)),
      );
      onLines(linesIn(visits));
    }
    demandAlone();
    await endAttaching(poolOf(dataSource), detachmentId, by);
    return came;
  });
}

const extentOnFile = (dataSource: DataSource, closing: ClosingOnFile): Promise<PeriodExtent> =>
  inWritingSnapshot(dataSource, async (client) => {
    await writeMomentsInUtc(client);
    return (await choosePeriod(client, closing)).extent;
  });

/**
 * What is detached is not said when observing is left. Observing cannot be left before the caller's transaction ends.
 * @throws NotAsThingsStand
 */
async function demandHandedOver(client: PoolClient): Promise<void> {
  await lockMode(client);
  if ((await modeInForce(client))?.mode !== 'observing' && !(await isHandoverOpen(client))) return;
  throw new NotAsThingsStand(
    'not-handed-over',
    'The installation observes, or what was observed is still being handed over（处于观察运行，或观察结果尚在移交）',
    'Detach once observing was left and that is done（请在结束观察并移交完成后转出）',
    'the installation observes, or what was observed is still being handed over: detach once that is done',
  );
}

const writtenBefore = (origin: string, differs: readonly string[]): NotAsThingsStand =>
  new NotAsThingsStand(
    'folder-differs',
    `The folder of ${origin} is not as the live tables are: ${differs.join(', ')}（文件夹与在线数据不一致：${differs.join('、')}）`,
    'Write it anew（请重新写出）',
    `the folder of ${origin} is not as the live tables are (${differs.join(', ')}): write it anew, into an empty folder`,
  );

const otherFolder = (origin: string): NotAsThingsStand =>
  new NotAsThingsStand(
    'other-folder',
    `${origin} is detached to another folder, or this one was changed（${origin} 已转出至另一文件夹，或本文件夹已被改动）`,
    'Give the folder that it was detached to（请指定转出时的文件夹）',
    `${origin} is detached to another folder, or this one was changed since: its manifest is not the one on file`,
  );

/** @param work may ask between two transactions whether it is still alone, and ends with an outage where it is not */
async function alone<Done>(
  dataSource: DataSource,
  work: (demandAlone: () => void) => Promise<Done>,
): Promise<Done> {
  const exclusive = await withSessionLock(dataSource, ADVISORY_LOCKS.detaching, (lost) =>
    work(() => {
      if (!lost.aborted) return;
      throw new Outage('PostgreSQL', 'the session that kept others from detaching ended: run it again', {
        cause: lost.reason,
      });
    }),
  );
  if (exclusive.kind === 'done') return exclusive.value;
  throw new NotAsThingsStand(
    'detaching-elsewhere',
    'Another process detaches or attaches a period（另有进程正在转出或接入）',
    'Wait until it is done（请等待其完成）',
    'another process detaches or attaches a period at this moment',
  );
}

const inUtc = <Done>(dataSource: DataSource, work: (client: PoolClient) => Promise<Done>): Promise<Done> =>
  inTransaction(dataSource, async (client) => {
    await writeMomentsInUtc(client);
    return work(client);
  });

async function keptColumns(client: PoolClient): Promise<KeptColumns> {
  const contents: readonly Column[] = await columnsOf(client, 'settlement_line');
  return { contents, decisions: await columnsOf(client, 'decision') };
}

const linesIn = (visits: readonly KeptVisit[]): number =>
  visits.reduce((sum, { lines }) => sum + lines.length, 0);

async function* pagesOf(folder: string): AsyncGenerator<readonly KeptVisit[]> {
  const reader = await PeriodReader.open(folder);
  try {
    let page: KeptVisit[] = [];
    for await (const visit of reader.visits()) {
      page.push(keptVisit(visit));
      if (linesIn(page) < LINES_AT_ONCE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  } finally {
    reader.close();
  }
}

const keptVisit = (visit: readonly PeriodLine[]): KeptVisit => ({
  lines: visit.map(({ line }) => line),
  contents: visit.flatMap(({ contents }) => contents),
  decisions: visit.flatMap(({ decisions }) => decisions),
});
