import { departmentIsProposed } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

describe('hainan-2022 art. 23: two doctors of a department suspended', () => {
  it.each([
    ['none', 0, false],
    ['one', 1, false],
    ['two', 2, true],
    ['three', 3, true],
  ])("%s (%d): the department's own suspension is proposed: %s", (_, suspended, proposed) => {
    expect(departmentIsProposed(suspended, parametersOf('hainan-2022'))).toBe(proposed);
  });

  it.each([
    [2, false],
    [3, true],
  ])('where the number is three, %d propose it: %s', (suspended, proposed) => {
    expect(departmentIsProposed(suspended, parametersOf('hainan-2022', { departmentRule: '3' }))).toBe(
      proposed,
    );
  });

  it('a text that counts no departments proposes nothing', () => {
    expect(departmentIsProposed(100, parametersOf('national-2024'))).toBe(false);
  });
});
