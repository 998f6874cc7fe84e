/** What a run of `score` came to: every decision counted once. */
import Table from 'cli-table3';
import type { Range } from '@gatekeeper/policy';
import type { Measure, ScoreAnswer } from '@gatekeeper/scoring';
import { warningText } from '@gatekeeper/wire';

const ORDER: readonly Measure['outcome'][] = ['none', 'inform', 'suspend', 'terminate'];

interface Tally {
  readonly measure: Measure;
  decisions: number;
}

/** A table of outcomes, how many findings counted, and the warnings. */
export function scoreSummary(answers: readonly ScoreAnswer[], findings: number): string {
  const tallies = new Map<string, Tally>();
  for (const { measure } of answers) {
    const key = `${measure.outcome} ${lengthText(measure)}`;
    const tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, { measure, decisions: 1 });
    else tally.decisions++;
  }
  const table = new Table({
    head: ['outcome', 'for', 'decisions'],
    colAligns: ['left', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const sorted = [...tallies.values()].sort((a, b) => rankOf(a.measure) - rankOf(b.measure));
  for (const { measure, decisions } of sorted)
    table.push([measure.outcome, lengthText(measure), String(decisions)]);
  table.push(['total', '', String(answers.length)]);
  const persons = new Set(answers.map(({ code }) => code)).size;
  const counted = answers.reduce((sum, answer) => sum + answer.counted.length, 0);
  return [
    table.toString(),
    `${counted} of ${findings} finding(s) counted, of ${persons} person(s)`,
    ...answers.flatMap(({ warnings }) => warnings.map((warning) => `warning: ${warningText(warning)}`)),
  ].join('\n');
}

/** By outcome, then by length. */
function rankOf(measure: Measure): number {
  const length = lengthOf(measure);
  return ORDER.indexOf(measure.outcome) * 1_000_000 + (length === null ? 0 : length.from * 1000 + length.to);
}

function lengthOf(measure: Measure): Range | null {
  switch (measure.outcome) {
    case 'none':
    case 'inform':
      return null;
    case 'suspend':
      return measure.months;
    case 'terminate':
      return measure.barYears;
  }
}

function lengthText(measure: Measure): string {
  const length = lengthOf(measure);
  if (length === null) return '';
  const { from, to } = length;
  return `${from === to ? '' : `${from} to `}${to} ${measure.outcome === 'suspend' ? 'month' : 'year'}(s)`;
}
