import { instantOf } from '@gatekeeper/calendar';
import { parsePeriod } from '@gatekeeper/clearing';
import type { RunAsked } from './run-terms';
import { runFrom, runText } from './run-terms';

const at = (day: string) => instantOf(Date.parse(`${day}T00:00:00+08:00`));
const june = { area: '44', period: '2025-06', by: 'settlement', closedFrom: at('2025-07-05') } as const;

describe('the terms of a run', () => {
  it('are read back as they were written, with what its closed periods were decided by where that is known', () => {
    const asked: RunAsked = {
      ...{ area: '44', areaOf: 'treatment', period: parsePeriod('2025-07')!, by: 'settlement', seed: null },
      ...{ knownAt: at('2025-10-01'), full: false },
      closed: [june, { ...june, adoptedAt: at('2025-07-10') }],
      adopted: [{ map: '{}', values: '{}', adoptedAt: at('2025-07-10') }],
    };
    expect(runFrom(runText(asked))).toEqual(asked);
  });
});
