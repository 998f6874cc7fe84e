/** A made-up June of four institutions, with something of everything. */
import type { FolderMade, LinesMade } from './cleared-folders';

const line = (feedetl_sn: string, fixmedins_code = 'H44010000001') => ({
  ...{ fixmedins_code, mdtrt_id: 'V-1', chrg_bchno: '', feedetl_sn },
  ...{ revision: 1, content_hash: `sha256:${'0'.repeat(64)}` },
});
const answer = (outcome: string, codes: readonly string[], refused: string, recover: string) => ({
  ...{ outcome, reasons: codes.map((code) => ({ code, effect: 'bars', article: 'x', evidence: [] })) },
  ...{ amounts: { refused, recover }, liable: outcome === 'accept' ? 'none' : 'institution' },
});
const lines = (
  institution: string,
  outcome: LinesMade['outcome'],
  reason: string,
  count: number,
  claimed: bigint,
  beside: Partial<LinesMade> = {},
): LinesMade => ({
  ...{ institution, outcome, reason, lines: count, claimed },
  ...{ clinician: 'D440100000001', department: '03', ...beside },
});

export const OWN = 'H44010000001';

export const JUNE: FolderMade = {
  lines: [
    lines(OWN, 'accepted', 'IN_GOOD_STANDING', 1_204, 123_456_789n),
    lines(OWN, 'rejected', 'CLINICIAN_SUSPENDED', 3, 45_005n, { clinician: '0440' }),
    lines(OWN, 'clawed_back', 'CLINICIAN_SUSPENDED', 2, 10_000n, { clinician: '0440', recover: 10_050n }),
    lines(OWN, 'rejected', 'CODE_MISSING', 4, 8_000n, { clinician: '', department: '' }),
    lines(OWN, 'held', 'EMERGENCY_EVIDENCE_NEEDED', 1, 9_900n, { department: '0301' }),
    lines(OWN, 'void', 'VOID', 2, 0n),
    lines('H44010000002', 'accepted', 'IN_GOOD_STANDING', 80, 4_000_000n),
    lines('H44010000002', 'rejected', 'CLINICIAN_TERMINATED', 7, 70_700n),
    lines('H44010000003', 'accepted', 'EMERGENCY_EXEMPT', 12, 240_000n),
    lines('H44010000003', 'rejected', 'INSTITUTION_SUSPENDED', 240, 9_999_999n),
    lines('P44010000004', 'accepted', 'IN_GOOD_STANDING', 5, 50_000n, { department: '' }),
  ],
  damages: { [OWN]: 5_501n },
  differences: [
    {
      line: line('1'),
      standing: answer('accept', ['IN_GOOD_STANDING'], '0.00', '0.00'),
      run: answer('claw_back', ['CLINICIAN_SUSPENDED'], '0.00', '50.25'),
      cause: 'late_knowledge',
    },
    {
      line: line('2', 'H44010000002'),
      standing: null,
      run: answer('reject', ['CLINICIAN_TERMINATED'], '101.00', '0.00'),
      cause: 'plan_open',
    },
    {
      line: line('3'),
      standing: answer('reject', ['CODE_MISSING'], '20.00', '0.00'),
      run: {
        hold_code: 'EMERGENCY_EVIDENCE_NEEDED',
        reasons: [],
        amounts: { refused: '0.00', recover: '0.00' },
        liable: 'none',
      },
      cause: 'held',
    },
  ],
  adjustments: [
    {
      ...{ line: line('9'), period: '2025-05', decision_id: 'a'.repeat(32), supersedes: 'b'.repeat(32) },
      ...{ refused: '-12.34', recover: '100.00' },
    },
    {
      ...{
        line: line('8', 'H44010000003'),
        period: '2025-05',
        decision_id: 'c'.repeat(32),
        supersedes: null,
      },
      ...{ refused: '0.00', recover: '-1.00' },
    },
  ],
  carveOuts: [
    ['H44010000003', '=D44', 'V-7', '', '1', 'EMERGENCY_EXEMPT', 'record "R-1", rescue', '200.00'],
    [OWN, 'D440100000001', 'V-8', 'B1', '0001', 'EXEMPTION_GRANTED', 'document 例外1', '0.50'],
  ],
};
