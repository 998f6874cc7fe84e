/** Choices that are the same for the same seed (mulberry32). */
export class Chances {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** True so often. */
  is(often: number): boolean {
    return this.next() < often;
  }

  of<Value>(values: readonly Value[]): Value {
    const chosen = values[this.below(values.length)];
    if (chosen === undefined) throw new Error('a choice among nothing');
    return chosen;
  }

  maybe<Value>(often: number, value: () => Value): Value | undefined {
    return this.is(often) ? value() : undefined;
  }
}
