import { Defect } from '@gatekeeper/runtime';

/** Stored JSON that is not what this store writes: a defect, or a hand in the database. */
export class StoredRowUnreadable extends Defect {}

/** Reads the fields of one stored JSON object, each as what it must be. Messages name the field, never its value. */
export class StoredFields {
  private readonly fields: ReadonlyMap<string, unknown>;

  constructor(
    value: unknown,
    private readonly what: string,
  ) {
    if (typeof value !== 'object' || value === null)
      throw new StoredRowUnreadable(`${what} is not an object`);
    this.fields = new Map(Object.entries(value));
  }

  names(): readonly string[] {
    return [...this.fields.keys()];
  }

  text(name: string): string {
    const value = this.fields.get(name);
    return typeof value === 'string' ? value : this.refuse(name, 'a text');
  }

  isNull(name: string): boolean {
    return this.fields.get(name) === null;
  }

  textOrNull(name: string): string | null {
    return this.fields.get(name) === null ? null : this.text(name);
  }

  integer(name: string): number {
    const value = this.fields.get(name);
    return typeof value === 'number' && Number.isSafeInteger(value)
      ? value
      : this.refuse(name, 'a whole number');
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.fields.get(name);
    return allowed.find((one) => one === value) ?? this.refuse(name, `one of ${allowed.join(', ')}`);
  }

  list(name: string): readonly unknown[] {
    const value = this.fields.get(name);
    return Array.isArray(value) ? value : this.refuse(name, 'a list');
  }

  object(name: string): StoredFields {
    return new StoredFields(this.fields.get(name), `${this.what}: ${name}`);
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((one) =>
      typeof one === 'string' ? one : this.refuse(name, 'a list of texts'),
    );
  }

  private refuse(name: string, expected: string): never {
    throw new StoredRowUnreadable(`${this.what}: ${name} is not ${expected}`);
  }
}
