/** Law 3 from outside: whatever value is changed that a decision reads or states, verify names that decision. */
import type { Stated } from '../gatekeeper/answers';
import { objectAt } from '../gatekeeper/answers';
import type { Row } from '../gatekeeper/cases';
import { CASES, ndjson, SHARED_REGISTRY } from '../gatekeeper/cases';
import type { Change } from '../gatekeeper/changes';
import { changed, CHANGES, TOLERATED } from '../gatekeeper/changes';
import type { CommandEnding } from '../gatekeeper/command';
import { Offline } from '../gatekeeper/offline';

interface World {
  readonly registry: readonly Row[];
  readonly lines: readonly Row[];
  readonly decisions: readonly Stated[];
}

/** A decision as it was stated, and the id it carries after the change. */
interface Touched {
  readonly decisionId: unknown;
  readonly verified: CommandEnding;
}

const ALL = [...CHANGES, ...TOLERATED];
const ALL_CASES = ALL.map(({ of }, n) => CASES[of](n));

/** The visit's rows of that sort, the last of them changed. */
function withChange({ place, field, to }: Change, world: World, visit: string): World {
  const lastOf = (rows: readonly Row[], isIt: (row: Row) => boolean): readonly Row[] => {
    const at = rows.findLastIndex(isIt);
    if (at < 0) throw new Error(`nothing to change for ${place} ${field}`);
    return rows.map((row, n) => (n === at ? changed(row, field, to) : row));
  };
  switch (place) {
    case 'line':
      return { ...world, lines: lastOf(world.lines, (row) => row['mdtrt_id'] === visit) };
    case 'decision':
      return {
        ...world,
        decisions: lastOf(world.decisions, (row) => objectAt(row, 'line')['mdtrt_id'] === visit),
      };
    case 'registration':
    case 'sanction':
    case 'restoration': {
      const own = new Set(
        ALL_CASES.find((it) => it.visit === visit)?.registry.map(({ record_id }) => record_id),
      );
      const first = (row: Row): boolean =>
        row['kind'] === place &&
        own.has(row['record_id']) &&
        !String(row['record_id']).startsWith('elsewhere');
      return { ...world, registry: lastOf(world.registry, first) };
    }
  }
}

const lastDecisionOf = ({ decisions }: World, visit: string): Stated => {
  const found = decisions.findLast((decision) => objectAt(decision, 'line')['mdtrt_id'] === visit);
  if (found === undefined) throw new Error(`no decision on ${visit}`);
  return found;
};

describe('verify', () => {
  const offline = new Offline();
  const original: World = { registry: [], lines: [], decisions: [] };
  let touched: readonly Touched[];
  let untouched: CommandEnding;
  let tolerant: CommandEnding;

  /** Every change of the list at once: each in a world of its own, so that each is judged alone. */
  async function verifyWith(changes: readonly Change[], world: World): Promise<CommandEnding> {
    const after = changes.reduce((state, one) => withChange(one, state, `C-${ALL.indexOf(one)}`), world);
    return offline.verify({
      registry: ndjson(after.registry),
      lines: ndjson(after.lines),
      decisions: ndjson(after.decisions),
    });
  }

  beforeAll(async () => {
    const registry = [...SHARED_REGISTRY, ...ALL_CASES.flatMap((it) => it.registry)];
    const lines = ALL_CASES.flatMap((it) => it.lines);
    const { decisions } = await offline.check({ registry: ndjson(registry), lines: ndjson(lines) });
    const world = { ...original, registry, lines, decisions };
    untouched = await verifyWith([], world);
    tolerant = await verifyWith(TOLERATED, world);
    const verified = await verifyWith(CHANGES, world);
    touched = CHANGES.map(({ place, field, to }, n) => ({
      decisionId:
        place === 'decision' && field === 'decision_id' ? to : lastDecisionOf(world, `C-${n}`)['decision_id'],
      verified,
    }));
  });

  afterAll(() => offline.discard());

  it('finds nothing in what nobody has touched', () => {
    expect(untouched.stdout).toMatch(/^\d+ verified, 0 mismatched\n$/);
    expect(untouched.code).toBe(0);
  });

  it('ends with 1 and says how many differ', () => {
    const { code, stdout, stderr } = touched[0]!.verified;
    expect(code).toBe(1);
    const mismatched = Number(/(\d+) mismatched\n$/.exec(stdout)?.[1]);
    expect(mismatched).toBeGreaterThanOrEqual(CHANGES.length);
    expect(stderr).toContain(`${mismatched} mismatched`);
  });

  it.each(CHANGES.map((one, n) => [one.of, one.place, one.field, one.to, n] as const))(
    '%s: names the decision when %s %s becomes %j',
    (_of, _place, _field, _to, n) => {
      const { decisionId, verified } = touched[n]!;
      expect(verified.stdout).toContain(`mismatch decision ${String(decisionId)}`);
    },
  );

  it('names no decision of a world that nobody has touched', () => {
    const named = touched[0]!.verified.stdout.match(/C-\d+/g) ?? [];
    const outside = named.filter((visit) => Number(visit.slice(2)) >= CHANGES.length);
    expect(outside).toEqual([]);
  });

  it('tolerates other clocks of deciding, registry versions and triggers', () => {
    expect(tolerant.stdout).toMatch(/^\d+ verified, 0 mismatched\n$/);
    expect(tolerant.code).toBe(0);
  });
});
