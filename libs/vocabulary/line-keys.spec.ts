import { identityKey, writtenIdentity } from '.';
import type { IdentityKey, LineIdentity, MessageKey } from '.';

const line: LineIdentity = { fixmedinsCode: 'H|1', visitId: 'V', chargeBatch: '', lineNo: '2' };

/** What the compiler lets be compared, or looked up among the other. */
type Comparable<A, B> = A extends B ? true : B extends A ? true : false;

describe('keys of a line', () => {
  it('are joined in two ways, and of two types that do not compare: messages were lost once', () => {
    const comparable: Comparable<IdentityKey, MessageKey> = false;
    expect([identityKey(line), writtenIdentity(line), comparable]).toEqual([
      'H|1\u0001V\u0001\u00012',
      'H|1|V||2',
      false,
    ]);
  });
});
