import type { OrNone } from '@gatekeeper/policy';

/** What follows from a value that a text may not have: `otherwise` where it regulates nothing. */
export const whereSet = <Value, Follows, Otherwise>(
  value: OrNone<Value>,
  otherwise: Otherwise,
  follow: (value: Value) => Follows,
): Follows | Otherwise => (value === 'none' ? otherwise : follow(value));
