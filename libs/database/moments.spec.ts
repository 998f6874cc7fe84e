import { timestampText } from './moments';

describe('a moment as timestamptz reads it', () => {
  it.each([
    ['with milliseconds', Date.UTC(2025, 5, 30, 15, 59, 59, 7), '2025-06-30T15:59:59.007Z'],
    ['the last of year 9999', 253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
    ['the first of year 10000', 253_402_300_800_000, '10000-01-01T00:00:00.000Z'],
    ['the first of year 1', -62_135_596_800_000, '0001-01-01T00:00:00.000Z'],
    ['the last of the year before', -62_135_596_800_001, '0001-12-31T23:59:59.999Z BC'],
    ['two years before', -62_198_755_200_000, '0002-01-01T00:00:00.000Z BC'],
  ] as const)('%s', (_, epochMs, text) => expect(timestampText(epochMs)).toBe(text));
});
