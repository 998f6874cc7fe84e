/** A folder that `gatekeeper export` wrote (CONTRACT 5), as far as a run needs to know it before it reads the rows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '@gatekeeper/calendar';
import { parseTime } from '@gatekeeper/calendar';
import type { ClosedPeriod } from '@gatekeeper/clearing';
import { UnusableInput } from '@gatekeeper/runtime';
import type { Policy } from '@gatekeeper/policy';
import type { IdentityKey } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { loadPolicy, parseJsonExactly, parsePackMap, parseValuesFile } from '@gatekeeper/wire';
import type { AdoptedPolicy } from './earlier-editions';
import type { KeptByPlan } from './visit';

export interface ExportedFolder {
  readonly area: string;
  readonly period: string;
  readonly knownAt: Instant;
  /** What the installation decides by. */
  readonly policy: Policy;
  /** Every policy it adopted by then, the first adopted first. */
  readonly adopted: readonly AdoptedPolicy[];
  readonly plans: ReadonlyMap<IdentityKey, KeptByPlan>;
  readonly closed: readonly ClosedPeriod[];
  /** What the run says of plans and writes that are not worked off; in words. */
  readonly unsettled: readonly string[];
}

/** @throws UnusableInput: no such folder, or none that `export` wrote */
export function readExportedFolder(folder: string): ExportedFolder {
  const path = join(folder, 'installation.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableInput(`${folder} is no folder that gatekeeper export wrote: ${reason}`);
  }
  const parsed = parseJsonExactly(text);
  if (!parsed.ok) throw new UnusableInput(`${path} cannot be read: ${parsed.problems[0].expected}`);
  return new InstallationFile(path, JSON.parse(text)).read();
}

/** Members of a JSON object of that file, each read by what it has to be. */
class InstallationFile {
  constructor(
    private readonly path: string,
    private readonly whole: unknown,
  ) {}

  read(): ExportedFolder {
    const { whole } = this;
    const adoptions = this.list(whole, 'adoptions', true);
    const plans = this.list(whole, 'plans', false);
    return {
      area: this.text(whole, 'area'),
      period: this.text(whole, 'period'),
      knownAt: this.moment(whole, 'known_at'),
      policy: this.policyOf(whole),
      adopted: adoptions.map((each) => ({
        adoptedAt: this.moment(each, 'adopted_at'),
        policy: this.policyOf(each),
      })),
      plans: new Map(plans.flatMap((plan) => this.linesOf(plan))),
      closed: this.list(whole, 'closed_periods', false).map((each) => this.closedOf(each)),
      unsettled: this.list(whole, 'unsettled', true).map((each) =>
        typeof each === 'string' ? each : this.wrong('unsettled', 'a list of texts'),
      ),
    };
  }

  private policyOf(of: unknown): Policy {
    const [map, values] = [this.member(of, 'map'), this.member(of, 'values')];
    const areas = map === null || map === undefined ? undefined : parsePackMap(JSON.stringify(map));
    const set = values === null || values === undefined ? undefined : parseValuesFile(JSON.stringify(values));
    if (areas?.ok === false || set?.ok === false) return this.wrong('map and values', 'those of a policy');
    const loaded = loadPolicy({
      ...(areas === undefined ? {} : { map: areas.value }),
      ...(set === undefined ? {} : { values: set.value }),
    });
    if (!loaded.ok)
      throw new UnusableInput(
        `the policy of ${this.path} cannot be used`,
        loaded.problems.map(({ field, reason }) => `${field} ${reason}`),
      );
    return loaded.value.policy;
  }

  private linesOf(plan: unknown): readonly (readonly [IdentityKey, KeptByPlan])[] {
    const kept = this.member(plan, 'state') === 'refused' ? 'refused' : 'open';
    return this.list(plan, 'lines', true).map((line) => {
      const parts: readonly unknown[] = Array.isArray(line) ? line : [];
      const [fixmedinsCode, visitId, chargeBatch, lineNo] = parts.map((part) =>
        typeof part === 'string' ? part : this.wrong('lines', 'identities of four texts'),
      );
      if (
        lineNo === undefined ||
        fixmedinsCode === undefined ||
        visitId === undefined ||
        chargeBatch === undefined
      )
        return this.wrong('lines', 'identities of four texts');
      return [identityKey({ fixmedinsCode, visitId, chargeBatch, lineNo }), kept] as const;
    });
  }

  private closedOf(of: unknown): ClosedPeriod {
    const by = this.text(of, 'by');
    if (by !== 'settlement' && by !== 'fee') return this.wrong('by', 'settlement or fee');
    return {
      area: this.text(of, 'area'),
      period: this.text(of, 'period'),
      by,
      closedFrom: this.moment(of, 'closed_from'),
      ...(this.member(of, 'adopted_at') === undefined ? {} : { adoptedAt: this.moment(of, 'adopted_at') }),
    };
  }

  private member(of: unknown, name: string): unknown {
    return typeof of === 'object' && of !== null ? Reflect.get(of, name) : this.wrong(name, 'a member');
  }

  private text(of: unknown, name: string): string {
    const value = this.member(of, name);
    return typeof value === 'string' ? value : this.wrong(name, 'a text');
  }

  private moment(of: unknown, name: string): Instant {
    return parseTime(this.text(of, name))?.instant ?? this.wrong(name, 'a time');
  }

  private list(of: unknown, name: string, isOptional: boolean): readonly unknown[] {
    const value = this.member(of, name);
    if (value === undefined && isOptional) return [];
    return Array.isArray(value) ? value : this.wrong(name, 'a list');
  }

  private wrong(name: string, expected: string): never {
    throw new UnusableInput(`${this.path}: ${name} is not ${expected}, as gatekeeper export writes it`);
  }
}
