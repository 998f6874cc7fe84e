import { parseRegistryRow } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { namingNobody, nobodyOnFileText } from './nobody-on-file';

const deregistration = (record_id: string, code: string): RegistryRecord =>
  parseRegistryRow(
    Buffer.from(
      JSON.stringify({
        ...{ kind: 'deregistration', record_id, recorded_at: '2025-01-01', code },
        ...{ reason: 'left', from: '2025-06-01' },
      }),
    ),
  ) as RegistryRecord;

describe('records about codes that are not on file', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['none', [], ''],
    ['one', ['D310100000003'], '1 record names nobody on file: r1 (D310***, 13 characters)\n'],
    [
      'more than are named',
      ['D1', 'D2', 'D3', 'D4', 'D5', 'D310100000003'],
      '6 records name nobody on file: r1 (2 characters), r2 (2 characters), r3 (2 characters), r4 (2 characters), r5 (2 characters), and 1 more\n',
    ],
  ])('%s', (_, codes, text) => {
    const records = codes.map((code, at) => deregistration(`r${at + 1}`, code));
    expect(nobodyOnFileText(namingNobody(records), 'record')).toBe(text);
  });
});
