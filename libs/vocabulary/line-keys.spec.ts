import { identityKey, writtenIdentity } from '.';
import type { IdentityKey, LineIdentity, MessageKey } from '.';

const line: LineIdentity = { fixmedinsCode: 'H|1', visitId: 'V', chargeBatch: '', lineNo: '2' };

describe('keys of a line', () => {
  it('are joined in two ways, and of two types', () => {
    const lookedUp: IdentityKey = identityKey(line);
    const published: MessageKey = writtenIdentity(line);
    expect([lookedUp, published]).toEqual(['H|1\u0001V\u0001\u00012', 'H|1|V||2']);
    // @ts-expect-error comparing the two is how messages were lost once
    expect(lookedUp === published).toBe(false);
    // @ts-expect-error and so is looking the one up among the others
    expect(new Set<IdentityKey>([lookedUp]).has(published)).toBe(false);
  });
});
