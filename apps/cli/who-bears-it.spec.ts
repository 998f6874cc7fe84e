/** CONTRACT 7, Liable: who bears a claw-back is told by `check`, and is nothing that `verify` compares. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addCheckCommand } from './check-command';
import { DOCTOR, GROUND, head, HOSPITAL, line, ndjson, ownFiles, run } from './testing/own-files';
import { addVerifyCommand } from './verify-command';

const own = ownFiles();
const REGISTRY = [
  ...GROUND,
  {
    ...{ kind: 'sanction', ...head('s'), recorded_at: '2025-07-20', document_no: '粤1', code: DOCTOR },
    ...{
      status: 'suspended',
      scope: 'person',
      fixmedins_code: HOSPITAL,
      cause: 'points',
      from: '2025-06-10',
    },
    ...{ decided_at: '2025-06-01', issued_at: '2025-06-05', delivered_at: '2025-06-08' },
    maintained_at: '2025-07-10',
  },
];
const LINES = [
  line('1', { paid_at: '2025-07-05' }),
  line('2', {
    cnt: '-1',
    det_item_fee_sumamt: '-100',
    fund_pay_amt: '-80',
    pool_pay_amt: '-70',
    init_feedetl_sn: '1',
  }),
  line('3'),
];

interface Stated {
  readonly outcome: string;
  readonly line: { readonly feedetl_sn: string };
  readonly borne_by?: readonly object[];
}

it('check tells it of a claw-back and of its refund, and of nothing else; verify does not compare it', async () => {
  const given = ['--registry', own.put('R', ndjson(REGISTRY)), '--lines', own.put('L', ndjson(LINES))];
  const out = join(own.folder(), 'D');
  await run(addCheckCommand, 'check', ...given, '--known-at', '2025-08-01', '--out', out);
  const text = readFileSync(out, 'utf8');
  const stated = text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Stated);
  const borne = {
    ...{ code: 'CLINICIAN_SUSPENDED', document_no: '粤1', who: 'institution', because: 'MAINTAINED_LATE' },
    article: 'guangdong-2025 art. 39',
  };
  expect(stated).toMatchObject([
    { line: { feedetl_sn: '1' }, outcome: 'claw_back', borne_by: [borne] },
    { line: { feedetl_sn: '2' }, outcome: 'claw_back', borne_by: [borne] },
    { line: { feedetl_sn: '3' }, outcome: 'reject' },
  ]);
  expect(stated[2]).not.toHaveProperty('borne_by');

  const changed = own.put('D2', text.replaceAll('MAINTAINED_LATE', 'RECORDED_LATE'));
  const without = own.put('D3', ndjson(stated.map(({ borne_by: _, ...rest }) => rest)));
  for (const decisions of [out, changed, without]) {
    own.forget();
    await run(addVerifyCommand, 'verify', '--decisions', decisions, ...given);
    expect(own.told()).toContain('3 verified, 0 mismatched');
  }
});
