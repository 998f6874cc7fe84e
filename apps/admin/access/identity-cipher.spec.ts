import { blindIndexOf, foldIdentityNumber, maskIdentityNumber, seal, unseal } from './identity-cipher';
import { identityKeysOf } from './identity-keys';
import type { IdentityKeys } from './identity-keys';

const NUMBER = '11010519491231002X';
const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

function keys(identityKeys: string, identityIndexKey = key(9)): IdentityKeys {
  const read = identityKeysOf({ identityKeys, identityIndexKey });
  if (read === null) throw new Error('no keys');
  return read;
}

describe('an identity number', () => {
  it('opens with the key that sealed it, for the code it was sealed for', () => {
    const sealed = seal(keys(`k1:${key(1)}`), 'D1', NUMBER);
    expect(unseal(keys(`k2:${key(2)},k1:${key(1)}`), 'D1', sealed)).toBe(NUMBER);
    expect(() => unseal(keys(`k1:${key(1)}`), 'D2', sealed)).toThrow();
    expect(() => unseal(keys(`k1:${key(3)}`), 'D1', sealed)).toThrow();
    expect(() => unseal(keys(`k2:${key(1)}`), 'D1', sealed)).toThrow('lacks the key k1');
  });

  it.each(['cipherText', 'tag', 'nonce'] as const)('does not open with another %s', (part) => {
    const own = keys(`k1:${key(1)}`);
    const sealed = seal(own, 'D1', NUMBER);
    const changed = Buffer.from(sealed[part]);
    changed.writeUInt8(changed.readUInt8(0) ^ 1, 0);
    expect(() => unseal(own, 'D1', { ...sealed, [part]: changed })).toThrow();
  });

  it('is indexed alike by one key, otherwise by another', () => {
    const [one, other] = [keys(`k1:${key(1)}`), keys(`k1:${key(1)}`, key(8))];
    expect(blindIndexOf(one, NUMBER)).toEqual(blindIndexOf(one, NUMBER));
    expect(blindIndexOf(one, NUMBER)).not.toEqual(blindIndexOf(other, NUMBER));
  });

  it('shows three characters and two', () => {
    expect(maskIdentityNumber(NUMBER)).toBe('110*************2X');
    expect(foldIdentityNumber(` ${NUMBER.toLowerCase()} `)).toBe(NUMBER);
  });
});

describe('keys of identity numbers', () => {
  it('are none where none are set', () => {
    expect(identityKeysOf({})).toBeNull();
  });

  it.each([
    ['a name twice', `k1:${key(1)},k1:${key(2)}`, key(9), 'IDENTITY_KEYS'],
    ['the key of the index', `k1:${key(1)},k2:${key(9)}`, key(9), 'IDENTITY_INDEX_KEY'],
  ])('are not taken with %s', (_, identityKeys, identityIndexKey, name) => {
    expect(() => keys(identityKeys, identityIndexKey)).toThrow(name);
  });
});
