/** A run over files, with no service running: an agency's own, or a folder that `gatekeeper export` wrote. */
import type { TimelineOf } from '@gatekeeper/adjudication';
import { Views } from '@gatekeeper/adjudication';
import type { ClearingTerms } from '@gatekeeper/clearing';
import { MergingRun } from '@gatekeeper/clearing';
import type { IdentityKey } from '@gatekeeper/vocabulary';
import { clearVisits } from './clear-visits';
import { Clearing } from './cleared-lines';
import type { AdoptedPolicy } from './earlier-editions';
import { EarlierEditions } from './earlier-editions';
import { EarlierRuns } from './earlier-runs';
import type { VisitFiles } from './file-visits';
import { FileVisits } from './file-visits';
import { RunFiles } from './run-files';
import type { Deciding } from './settle-visit';
import type { KeptByPlan } from './visit';

export interface FilesToClear {
  readonly files: VisitFiles;
  readonly terms: ClearingTerms;
  readonly timelineOf: TimelineOf;
  readonly plans: ReadonlyMap<IdentityKey, KeptByPlan>;
  /** Of an installation, the first adopted first; none: only today's is known. */
  readonly adopted: readonly AdoptedPolicy[];
  /** A folder that is there and empty. */
  readonly folder: string;
  /** Waited for: what was set aside by then can be written. */
  readonly onRead?: (bytes: number, rows: number) => void | Promise<void>;
  readonly onSetAside?: (named: string) => void;
  readonly onLines?: (lines: number) => void | Promise<void>;
}

export interface FilesCleared {
  readonly lines: number;
  readonly setAside: number;
  readonly digest: string;
}

/** Writes every file of the run. @throws UnusableInput: an input that cannot be used */
export async function clearFiles(asked: FilesToClear): Promise<FilesCleared> {
  const { terms, timelineOf } = asked;
  const deciding: Deciding = {
    ...{ timelineOf, views: new Views(), policy: terms.policy, knownAt: terms.knownAt },
  };
  const editions = asked.adopted.length < 2 ? null : new EarlierEditions(asked.adopted, deciding);
  const visits = await FileVisits.read(asked.files, {
    ...{ knownAt: terms.knownAt, plans: asked.plans },
    ...(asked.onRead === undefined ? {} : { onRead: asked.onRead }),
    ...(asked.onSetAside === undefined ? {} : { onSetAside: asked.onSetAside }),
  });
  try {
    const files = await RunFiles.open(asked.folder, terms);
    try {
      const merging = new MergingRun();
      const parts = clearVisits(visits.visits(), {
        clearing: new Clearing(deciding, editions, new EarlierRuns(asked.adopted, deciding)),
        ...{ deciding, terms },
        onLine: (rows) => files.addLine(rows),
        onVisit: (lines) => asked.onLines?.(lines),
      });
      for await (const { result, sample } of parts) {
        merging.add(result);
        files.add('sample', sample);
      }
      const merged = merging.merged();
      const { setAside } = visits;
      return { lines: merged.totals.lines, setAside, digest: await files.write(merged, setAside) };
    } finally {
      files.close();
    }
  } finally {
    visits.close();
  }
}
