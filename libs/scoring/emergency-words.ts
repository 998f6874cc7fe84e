/** The words in which a text excepts emergency. */
import type { Parameters } from '@gatekeeper/policy';

/**
 * Whether the text itself names the ground an institution gives for a service in a suspension: 急救 (first aid) is named
 * by hainan-2022 art. 22, 抢救 (rescue) by guangdong-2025 art. 15 and N34 art. 16. What decides a line is its evidence;
 * a ground in other words is for a person to judge.
 */
export const namesGround = (
  ground: string,
  { emergencyWords }: Pick<Parameters, 'emergencyWords'>,
): boolean => emergencyWords.includes(ground);
