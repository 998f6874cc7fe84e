/** The yardsticks: one rule, "inside a suspension or termination no payment, unless emergency", in general rule engines. */
import type { Facts } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { evaluateExpressionSync } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import { processorMs } from './processor-time';

/** All that the one rule looks at, prepared beforehand: dates are numbers, the sanction is looked up. */
export interface SuspensionFacts extends Record<string, number | boolean> {
  readonly fee: number;
  readonly from: number;
  readonly until: number;
  readonly emergency: boolean;
}

const NEVER = Number.MAX_SAFE_INTEGER;

export function suspensionFacts(line: SettlementLine, { ordering }: Facts): SuspensionFacts {
  const sanction = ordering?.sanctions[0]?.running;
  return {
    fee: line.feeOccurredAt,
    from: sanction?.from ?? NEVER,
    until: sanction === undefined ? NEVER : Math.min(sanction.until, NEVER),
    emergency: line.rescueRecordNo !== null || ['13', '1301'].includes(line.medicalCategory),
  };
}

const MEASURED_MS = 1_500;

/** Lines a second of json-rules-engine. */
export async function jsonRulesEngineRate(cases: readonly SuspensionFacts[]): Promise<number> {
  const engine = new Engine([
    {
      conditions: {
        all: [
          { fact: 'fee', operator: 'greaterThanInclusive', value: { fact: 'from' } },
          { fact: 'fee', operator: 'lessThan', value: { fact: 'until' } },
          { fact: 'emergency', operator: 'equal', value: false },
        ],
      },
      event: { type: 'reject', params: { code: 'CLINICIAN_SUSPENDED' } },
    },
  ]);
  let asked = 0;
  let rejected = 0;
  const started = processorMs();
  while (processorMs() - started < MEASURED_MS) {
    for (const facts of cases.slice(asked % cases.length, (asked % cases.length) + 500)) {
      rejected += (await engine.run(facts)).events.length;
      asked++;
    }
  }
  const seconds = (processorMs() - started) / 1000;
  if (rejected === 0) throw new Error('the yardstick rule never applied: it is not the same rule');
  return asked / seconds;
}

/** Lines a second of ZEN's synchronous expressions. */
export function zenRate(cases: readonly SuspensionFacts[]): number {
  const rule = "fee >= from and fee < until and not emergency ? 'reject' : 'accept'";
  let asked = 0;
  let rejected = 0;
  const started = processorMs();
  while (processorMs() - started < MEASURED_MS) {
    for (const facts of cases.slice(asked % cases.length, (asked % cases.length) + 500)) {
      if (evaluateExpressionSync(rule, facts) === 'reject') rejected++;
      asked++;
    }
  }
  const seconds = (processorMs() - started) / 1000;
  if (rejected === 0) throw new Error('the yardstick rule never applied: it is not the same rule');
  return asked / seconds;
}
