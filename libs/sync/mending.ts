import type { Examiner } from './examiner';
import type { Divergence, DivergenceKind, Verdict } from './judge';
import type { FoundBy, SyncLedger } from './ledger';

/** Repairs sent to Redis before their answers are awaited. */
const IN_FLIGHT = 50;

/** Told of each divergence that was not known before. */
export type OnDivergence = (kind: DivergenceKind) => void;

/** Looks, writes down, repairs, and writes down that it is repaired: in this order, so that a crash hides nothing. */
export class Mending {
  constructor(
    private readonly examiner: Examiner,
    private readonly ledger: SyncLedger,
    private readonly onDivergence: OnDivergence,
  ) {}

  /** @returns how many divergences were found. @throws an outage of either side; what is open then is found again. */
  async mend(subjects: readonly string[], foundBy: FoundBy): Promise<number> {
    if (subjects.length === 0) return 0;
    const found = (await this.examiner.look(subjects)).filter(isDivergence);
    await this.mendFound(found, foundBy);
    return found.length;
  }

  /** Looks again at what an earlier round found and could not repair. */
  async mendOpen(limit: number, foundBy: FoundBy): Promise<void> {
    const subjects = await this.ledger.openSubjects(limit);
    if (subjects.length === 0) return;
    const verdicts = await this.examiner.look(subjects);
    await this.ledger.close(verdicts.filter(({ kind }) => kind === 'in_step').map(({ subject }) => subject));
    await this.mendFound(verdicts.filter(isDivergence), foundBy);
  }

  private async mendFound(found: readonly Divergence[], foundBy: FoundBy): Promise<void> {
    for (const { kind } of await this.ledger.open(found, foundBy)) this.onDivergence(kind);
    for (let start = 0; start < found.length; start += IN_FLIGHT)
      await Promise.all(found.slice(start, start + IN_FLIGHT).map((each) => this.examiner.repair(each)));
    await this.ledger.close(found.map(({ subject }) => subject));
  }
}

const isDivergence = (verdict: Verdict): verdict is Divergence =>
  verdict.kind !== 'in_step' && verdict.kind !== 'on_its_way';
