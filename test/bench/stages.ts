/** What a processor profile of the gatekeeper says about the steps of a batch. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FigureRow } from './figures';
import { printTable } from './figures';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The innermost frame that matches names the step. */
const STEPS: readonly (readonly [step: string, where: RegExp])[] = [
  [
    'parse and hash the line',
    /wire\/(settlement-line|json-text|json-structure|schema|line-content|field-rule)/,
  ],
  [
    'fence and facts',
    /(gatekeeper\/batch-facts|status-cache\/|registry-store\/|adjudication\/(facts|knowledge))/,
  ],
  ['decide', /adjudication\/|policy\//],
  ['hash the decision', /wire\/decision-id/],
  ['word the decision', /wire\/(decision-message|hold-message|line-frame)|gatekeeper\/batch-outcome/],
  ['COPY', /decision-store\/|database\/|pg-copy-streams\/|node_modules\/pg/],
  ['Kafka in and out', /kafkajs\/|libs\/stream\//],
  ['the batch itself', /apps\/gatekeeper\//],
];

/** Shares of processor time by step, of the latest profile in the folder. */
export function printStages(folder: string): string {
  const latest = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .sort()
    .at(-1);
  if (latest === undefined) return 'no profile was written';
  const profile: Profile = JSON.parse(readFileSync(join(folder, latest), 'utf8'));
  const stepOf = stepsOf(profile);
  const spent = new Map<string, number>();
  let busy = 0;
  profile.samples.forEach((node, index) => {
    const step = stepOf.get(node) ?? 'other';
    const micros = profile.timeDeltas[index] ?? 0;
    if (step === '(idle)') return;
    busy += micros;
    spent.set(step, (spent.get(step) ?? 0) + micros);
  });
  const rows = [...spent]
    .sort(([, a], [, b]) => b - a)
    .map(([what, micros]): FigureRow => ({
      what,
      figure: `${((100 * micros) / busy).toFixed(1)} %`,
      note: `${(micros / 1e6).toFixed(2)} s`,
    }));
  return `processor time of the gatekeeper by step (${join(folder, latest)})\n${printTable(rows)}`;
}

/** Of each node its step: its own frame's, or else its caller's. */
function stepsOf({ nodes }: Profile): ReadonlyMap<number, string> {
  const steps = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node: ProfileNode, inherited: string): void => {
    const { functionName, url } = node.callFrame;
    const own = ['(idle)', '(garbage collector)', '(program)'].includes(functionName)
      ? functionName
      : STEPS.find(([, where]) => where.test(url))?.[0];
    const step = own ?? inherited;
    steps.set(node.id, step);
    for (const child of node.children ?? []) {
      const next = byId.get(child);
      if (next !== undefined) visit(next, step);
    }
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, 'other');
  return steps;
}
