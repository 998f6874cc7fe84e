/** Registry records from a file's row, a message or the store's own text (CONTRACT 3). */
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { oneOf } from './field-rule';
import { readJson } from './json-text';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { REGISTRY_KINDS } from './registry-kinds';
import type { RegistryKind } from './registry-kinds';
import { Required, Schema } from './schema';

/** Longer than any record can be. */
const LIMIT_BYTES = 1024 * 1024;

class KindDto {
  @Required(oneOf(Object.keys(REGISTRY_KINDS))) kind!: RegistryKind;
}

const kindSchema = new Schema(KindDto);

/** A registry record from a row of a file or a Kafka value, or everything that is wrong with it. Never throws. */
export function parseRegistryRow(bytes: Buffer | null): RegistryRecord | Malformed {
  const read = readJson(bytes, LIMIT_BYTES);
  return read.ok ? parseRegistryObject(read.value) : malformed(...read.problems);
}

/** The same from a value that `parseJsonExactly` has read. */
export function parseRegistryObject(value: unknown): RegistryRecord | Malformed {
  const named = kindSchema.read(value);
  return isMalformed(named) ? named : REGISTRY_KINDS[named.kind](value, 'door');
}

/** A record from a store's own text, whatever its codes hold: what was recorded once is read for ever. */
export function parseKeptRecord(text: string): RegistryRecord | Malformed {
  const read = readJson(Buffer.from(text, 'utf8'), LIMIT_BYTES);
  if (!read.ok) return malformed(...read.problems);
  const named = kindSchema.read(read.value);
  return isMalformed(named) ? named : REGISTRY_KINDS[named.kind](read.value, 'store');
}
