/** What is checked in under libs/wire/contract is what the classes give, and the AsyncAPI document is one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { topicNames } from '@gatekeeper/stream';
import {
  CLINICIAN_CATEGORIES,
  DEREGISTRATION_REASONS,
  EFFECTS,
  FUND_SCOPES,
  HOLD_CODES,
  INSTITUTION_STATUSES,
  LIABLE,
  OFFICER_FACTS,
  OUTCOMES,
  REASON_CODES,
  ROLES,
  SANCTION_CAUSES,
  TRANSACTIONS,
  TRIGGERS,
} from '@gatekeeper/vocabulary';
import { ERROR_CODES, MESSAGE_NAMES, messageSchema } from '@gatekeeper/wire';
import type { JsonSchema } from '@gatekeeper/wire';
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

/** Objects whose names are an area's prefixes, or packs and parameters. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set(['pack-map', 'pack-values']);

describe('CONTRACT.md', () => {
  const prose = readFileSync(join(FOLDER, '..', 'CONTRACT.md'), 'utf8');
  const isNamed = (word: string): boolean => new RegExp(`(?<![A-Za-z_-])${word}(?![A-Za-z_-])`).test(prose);

  it('has the sections that are cited', () => {
    const sections = [...prose.matchAll(/^## (\d)\. /gm)].map(([, number]) => number);
    expect(sections).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('names every value that has a meaning of its own', () => {
    const values = [REASON_CODES, HOLD_CODES, ERROR_CODES, OUTCOMES, TRIGGERS, FUND_SCOPES, LIABLE, EFFECTS];
    const more = [ROLES, OFFICER_FACTS, INSTITUTION_STATUSES, SANCTION_CAUSES, DEREGISTRATION_REASONS];
    const words = [...values, ...more, TRANSACTIONS, CLINICIAN_CATEGORIES].flat();
    expect(words.filter((word) => !isNamed(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(80);
  });

  it.each(MESSAGE_NAMES.filter((name) => !WITHOUT_FIELDS.has(name)))('names every field of %s', (name) => {
    const fields = fieldsIn(messageSchema(name));
    expect(fields.filter((field) => !isNamed(field))).toEqual([]);
    expect(fields.length).toBeGreaterThan(0);
  });

  it('names every topic, those of an installation that observes by their ending', () => {
    const topics = Object.values(topicNames('')).filter((topic) => !topic.endsWith('.observe'));
    expect(topics.filter((topic) => !prose.includes(topic))).toEqual([]);
    expect(prose).toContain('`.observe`');
  });
});

/** The names of the fields of an object, and of the objects in a list of choices. */
function fieldsIn({ properties, oneOf }: JsonSchema): readonly string[] {
  const choices = Array.isArray(oneOf) ? oneOf.flatMap((choice) => fieldsIn(membersOf(choice))) : [];
  return [...new Set([...Object.keys(membersOf(properties)), ...choices])];
}

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
