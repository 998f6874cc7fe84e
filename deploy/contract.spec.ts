/** What is checked in under libs/wire/contract is what the classes give, and the AsyncAPI document is one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { topicNames } from '@gatekeeper/stream';
import { contractFiles } from './contract-files';

const FOLDER = join(__dirname, '..', 'libs', 'wire', 'contract');
const checkedIn = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

describe('the contract that is checked in', () => {
  it('has the files that are made, and no other', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...contractFiles().keys()].sort());
  });

  it.each([...contractFiles()])('%s is what npm run contract makes', (name, made) => {
    expect(checkedIn(name)).toBe(made);
  });
});

interface Described {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
}

/** Every `$ref` in a document. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: readonly [string, unknown]) =>
    key === '$ref' && typeof part === 'string' ? [part] : referencesIn(part),
  );
}

describe('asyncapi.json', () => {
  const document = JSON.parse(checkedIn('asyncapi.json')) as Described;
  const specification: unknown = JSON.parse(
    readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8'),
  );

  it('keeps the specification of AsyncAPI 3.0', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(specification as object);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, channels: { lines: { adress: 'x' } } })).toBe(false);
  });

  it('has every topic', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(
      Object.values(topicNames('')),
    );
  });

  it('refers to nothing that is not there', () => {
    const files = new Set(readdirSync(FOLDER).map((name) => `./${name}`));
    const isThere = (reference: string): boolean => {
      if (!reference.startsWith('#/')) return files.has(reference);
      const path = reference.slice(2).split('/');
      return undefined !== path.reduce<unknown>((at, step) => membersOf(at)[step], document);
    };
    expect(referencesIn(document).filter((reference) => !isThere(reference))).toEqual([]);
    expect(referencesIn(document).length).toBeGreaterThan(20);
  });
});

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
