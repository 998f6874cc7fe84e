import { feeMonthOf } from '@gatekeeper/decision-store';
import { BatchRecording } from './batch-recording';
import { firstBeyondMonths } from './fee-months';
import { isLine, parseMessages } from './line-message';
import type { Parts } from './parts';
import type { TopicWork } from './recording';

/** Lines, voids and facts. */
export const lineWork = (parts: Parts): TopicWork => ({
  read: (messages) => {
    const parsed = parseMessages(messages);
    const lines = parsed.readable.filter(isLine);
    return {
      unreadable: parsed.unreadable,
      beyondMonths: firstBeyondMonths(lines)?.message ?? null,
      months: new Set(lines.map(({ line }) => feeMonthOf(line.feeOccurredAt))),
      record: (client, batch, lookUp) => BatchRecording.record(parts, client, batch, parsed, lookUp),
    };
  },
});
