import type { RegistryRecord, WithdrawalRecord } from '@gatekeeper/vocabulary';
import {
  annulment,
  at,
  clinician,
  deregistration,
  DOCTOR,
  exemption,
  inGoodStanding,
  institution,
  institutionStatus,
  outpatient,
  recorded,
  registration,
  restoration,
  revision,
  sanction,
  shortly,
} from './facts';

/** What is withdrawn became known on 2025-01-01 unless said, its withdrawal on 2025-09-01. */
const WITHDRAWN_AT = '2025-09-01 00:00:00';
const withdrawal = (
  supersedes: string,
  more: { recordId?: string; knownFrom?: string } = {},
): WithdrawalRecord => {
  const knownFrom = at(more.knownFrom ?? WITHDRAWN_AT);
  return {
    kind: 'withdrawal',
    recordId: more.recordId ?? `w-${supersedes}`,
    recordedAt: knownFrom,
    receivedAt: null,
    knownFrom,
    supersedes,
    reason: '误报',
    approvedAt: knownFrom,
  };
};
const named = <Record extends RegistryRecord>(recordId: string, record: Record): Record => ({
  ...record,
  recordId,
});
const asked = (registry: readonly RegistryRecord[], knownAt: string, more = {}) =>
  shortly({ line: outpatient(more), registry, knownAt });
const BEFORE = '2025-08-31 23:59:59';

describe('CONTRACT 3, withdrawal: the record it names counts as never stated, from the withdrawal on', () => {
  const standing = inGoodStanding();
  it.each<[string, readonly RegistryRecord[], string, string]>([
    [
      'a sanction',
      [...standing, named('x', sanction())],
      'reject CLINICIAN_SUSPENDED',
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'a restoration',
      [...standing, sanction(), named('x', restoration('2025-06-12'))],
      'accept ~IN_GOOD_STANDING',
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'a revision',
      [...standing, sanction(), named('x', revision('2025-06-12'))],
      'reject NOT_RESTORED',
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'an annulment',
      [...standing, sanction(), named('x', annulment())],
      'accept ~IN_GOOD_STANDING',
      'reject CLINICIAN_SUSPENDED',
    ],
    [
      'a deregistration',
      [...standing, named('x', deregistration())],
      'reject DEREGISTERED',
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'a registration',
      [institution(), clinician(), named('x', registration())],
      'accept ~IN_GOOD_STANDING',
      'reject NOT_REGISTERED_AT_SITE',
    ],
    [
      'a clinician',
      [institution(), named('x', clinician()), registration()],
      'accept ~IN_GOOD_STANDING',
      'reject CLINICIAN_UNKNOWN',
    ],
    [
      'an institution',
      [named('x', institution()), clinician(), registration()],
      'accept ~IN_GOOD_STANDING',
      'reject INSTITUTION_UNKNOWN',
    ],
    [
      'an institution status',
      [...standing, named('x', institutionStatus())],
      'reject INSTITUTION_SUSPENDED',
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'an exemption',
      [...standing, sanction(), named('x', exemption({ code: DOCTOR }))],
      'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED',
      'reject CLINICIAN_SUSPENDED',
    ],
  ])('%s', (_, registry, before, after) => {
    const withdrawn = [...registry, withdrawal('x')];
    expect(asked(withdrawn, BEFORE)).toBe(before);
    expect(asked(withdrawn, WITHDRAWN_AT)).toBe(after);
    expect(asked(withdrawn, '2026-01-01 00:00:00')).toBe(after);
    expect(asked(registry, '2026-01-01 00:00:00')).toBe(before);
    expect(asked([...withdrawn].reverse(), WITHDRAWN_AT)).toBe(after);
  });
});

describe('CONTRACT 3, withdrawal: what had been superseded or withdrawn stays so until it is stated again', () => {
  const first = named('a', sanction());
  const correction = {
    ...named('b', sanction({ status: 'terminated', ...recorded('2025-07-01') })),
    supersedes: 'a',
  };
  const registry = [...inGoodStanding(), first, correction];

  it('withdrawing a correction does not revive what it corrected', () => {
    const withdrawn = [...registry, withdrawal('b')];
    expect(asked(withdrawn, '2025-06-30 23:59:59')).toBe('reject CLINICIAN_SUSPENDED');
    expect(asked(withdrawn, '2025-07-01 00:00:00')).toBe('reject CLINICIAN_TERMINATED');
    expect(asked(withdrawn, WITHDRAWN_AT)).toBe('accept ~IN_GOOD_STANDING');
  });

  it('nor does withdrawing a withdrawal', () => {
    const again = withdrawal('w-b', { recordId: 'w2', knownFrom: '2025-10-01 00:00:00' });
    expect(asked([...registry, withdrawal('b'), again], '2026-01-01 00:00:00')).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });

  it('stating it again does', () => {
    const stated = named('c', sanction(recorded('2025-10-01')));
    expect(asked([...registry, withdrawal('b'), stated], '2025-09-30 23:59:59')).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(asked([...registry, withdrawal('b'), stated], '2025-10-01 00:00:00')).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
  });

  it('a withdrawal known before what it names leaves nothing of it', () => {
    const late = named('x', sanction(recorded('2025-10-01')));
    expect(asked([...inGoodStanding(), late, withdrawal('x')], '2026-01-01 00:00:00')).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});
