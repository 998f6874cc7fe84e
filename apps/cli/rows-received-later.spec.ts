/** CONTRACT 5: rows that an installation received later than what is asked about are not there yet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addCheckCommand } from './check-command';
import { AnswerIsNo } from './ending';
import { GROUND, line, ndjson, ownFiles, run, SUSPENDED } from './testing/own-files';
import { addVerifyCommand } from './verify-command';

const own = ownFiles();
const file = (name: string, rows: readonly object[]): string => own.put(name, ndjson(rows));

interface Stated {
  readonly outcome: string;
  readonly line: { readonly feedetl_sn: string; readonly revision: number };
}
async function checked(registry: string, lines: string, knownAt: string): Promise<readonly string[]> {
  const out = join(own.folder(), `decided-${knownAt}`);
  await run(
    addCheckCommand,
    ...['check', '--registry', registry, '--lines', lines, '--known-at', knownAt, '--out', out],
  );
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const { outcome, line: of } = JSON.parse(row) as Stated;
      return `${of.feedetl_sn} revision ${of.revision} ${outcome}`;
    });
}

describe('rows with received_at', () => {
  const LINES = [
    line('1', { received_at: '2025-07-02 08:00:00' }),
    line('2'),
    line('1', { pric: '99', received_at: '2025-07-05T08:00:00+08:00' }),
    line('3', { received_at: '2025-07-05 08:00:01' }),
  ];

  it.each([
    ['2025-07-02 07:59:59', ['2 revision 1 accept'], 3],
    ['2025-07-02 08:00:00', ['1 revision 1 accept', '2 revision 1 accept'], 2],
    ['2025-07-05 08:00:00', ['1 revision 1 accept', '2 revision 1 accept', '1 revision 2 accept'], 1],
    [
      '2025-07-05 08:00:01',
      ['1 revision 1 accept', '2 revision 1 accept', '1 revision 2 accept', '3 revision 1 accept'],
      0,
    ],
  ])('check as known at %s', async (knownAt, decisions, leftOut) => {
    const [registry, lines] = [file('R', GROUND), file('L', LINES)];
    expect(await checked(registry, lines, knownAt)).toEqual(decisions);
    if (leftOut === 0) expect(own.told()).not.toContain('left out');
    else expect(own.told()).toContain(`${leftOut} row(s) received later than --known-at left out`);
    const decided = join(own.folder(), `decided-${knownAt}`);
    await run(
      addVerifyCommand,
      ...['verify', '--decisions', decided, '--registry', registry, '--lines', lines],
    );
    expect(own.told()).toContain(`${decisions.length} verified, 0 mismatched`);
  });

  it('a decision that rests on a row received after it is a mismatch', async () => {
    const [registry, lines] = [file('R', GROUND), file('L', [line('1')])];
    await checked(registry, lines, '2025-07-02');
    const later = file('later', [line('1', { received_at: '2025-07-03' })]);
    await expect(
      run(
        addVerifyCommand,
        ...[
          'verify',
          '--decisions',
          join(own.folder(), 'decided-2025-07-02'),
          '--registry',
          registry,
          '--lines',
          later,
        ],
      ),
    ).rejects.toThrow(AnswerIsNo);
  });

  it('a registry record of a file is asked by it', async () => {
    const registry = file('R', [...GROUND, { ...SUSPENDED, received_at: '2025-08-01' }]);
    const lines = file('L', [line('1')]);
    expect(await checked(registry, lines, '2025-07-31')).toEqual(['1 revision 1 accept']);
    expect(await checked(registry, lines, '2025-08-01')).toEqual(['1 revision 1 reject']);
  });

  it('received_at that is no time sets its row aside', async () => {
    const lines = file('L', [line('1', { received_at: 'yesterday' })]);
    expect(await checked(file('R', GROUND), lines, '2025-07-31')).toEqual([]);
    expect(own.told()).toMatch(/set_aside[^\n]*FIELD_INVALID/);
  });
});
