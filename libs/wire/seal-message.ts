/** Seals of closed periods and proofs of their lines (CONTRACT 9), read back from files. */
import { writtenIdentity } from '@gatekeeper/vocabulary';
import { anything, hexDigits, matching, moment, oneOf, text, wholeNumber } from './field-rule';
import { parseJsonExactly } from './json-text';
import { LineIdentityFields } from './line-frame';
import type { LineIdentityMessage } from './line-frame';
import { isMalformed, malformed } from './problem';
import type { Malformed, Problem } from './problem';
import { count, instant, listOf, nested } from './published-rule';
import { isJsonObject, jsonObject, Optional, Required, Schema } from './schema';
import type { Fields } from './schema';
import { canonicalJson } from './sealed-leaf';

const HASH = hexDigits(64);

/** A tree's size and root. */
class HeadFields {
  @Required(count(0), 'leaves') readonly size!: number;
  @Required(HASH, 'hash of the root') readonly root!: string;
}
type HeadMessage = Fields<HeadFields>;

/** A seal as it is written; hashes, key and signature in hex. */
export class SealFields extends HeadFields {
  @Required(matching('area/period', /^[^/]*\/[^/]+$/, false), '<area>/<period>') readonly origin!: string;
  @Required(oneOf(['sha256'])) readonly hash!: 'sha256';
  @Required(instant, 'of the closing run') readonly known_at!: string;
  @Required(nested(HeadFields), "the area's growing tree before this period")
  readonly previous!: HeadMessage;
  @Required(nested(HeadFields), 'and after it') readonly log!: HeadMessage;
  @Required(listOf(HASH), 'proof that the one grew into the other') readonly consistency!: readonly string[];
  @Required(HASH, 'SHA-256 of the public key') readonly key_id!: string;
  @Required(hexDigits(128), 'Ed25519 over the RFC 8785 form of the seal without it')
  readonly signature!: string;
}
export type SealMessage = Fields<SealFields>;

/** An inclusion proof as it is written. */
export class LineProofFields {
  @Required(nested(LineIdentityFields), 'the line') readonly line!: LineIdentityMessage;
  @Required(count(0), 'place of its leaf, from 0') readonly index!: number;
  @Required(count(1), 'leaves of the tree') readonly size!: number;
  @Required(listOf(HASH), 'hashes beside the way to the root') readonly path!: readonly string[];
}
export type LineProofMessage = Fields<LineProofFields>;

export interface ReadSeal {
  readonly seal: SealMessage;
  /** What is signed: the RFC 8785 form of all that stands there but the signature. */
  readonly signed: string;
}

export interface ReadLineProof {
  /** The line's identity, joined with `|`. */
  readonly line: string;
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

const COUNT = wholeNumber(15);

class HeadDto {
  @Required(COUNT) size!: string;
  @Required(HASH) root!: string;
}

class SealDto extends HeadDto {
  @Required(text(20)) origin!: string;
  @Required(oneOf(['sha256'])) hash!: 'sha256';
  @Required(moment) known_at!: string;
  @Required(anything) previous!: unknown;
  @Required(anything) log!: unknown;
  @Required(anything) consistency!: unknown;
  @Required(HASH) key_id!: string;
  @Required(hexDigits(128)) signature!: string;
}

class ProofDto {
  @Required(anything) line!: unknown;
  @Required(COUNT) index!: string;
  @Required(COUNT) size!: string;
  @Required(anything) path!: unknown;
}

class IdentityDto {
  @Required(text(30)) fixmedins_code!: string;
  @Required(text(30)) mdtrt_id!: string;
  @Optional(text(30)) chrg_bchno?: string;
  @Required(text(30)) feedetl_sn!: string;
}

const headSchema = new Schema(HeadDto);
const sealSchema = new Schema(SealDto);
const proofSchema = new Schema(ProofDto);
const identitySchema = new Schema(IdentityDto);

/** Reads a seal, or names every field that is not as the contract writes it. */
export function parseSeal(value: string): ReadSeal | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const dto = sealSchema.read(read.value);
  if (isMalformed(dto)) return dto;
  const previous = parseHead('previous', dto.previous);
  if (isMalformed(previous)) return previous;
  const log = parseHead('log', dto.log);
  if (isMalformed(log)) return log;
  const consistency = parseHashes('consistency', dto.consistency);
  if (isMalformed(consistency)) return consistency;
  const { origin, root, hash, known_at, key_id, signature } = dto;
  const { signature: _, ...unsigned } = jsonObject(JSON.parse(value));
  return {
    seal: {
      ...{ origin, size: Number(dto.size), root, hash, known_at, previous, log, consistency },
      ...{ key_id, signature },
    },
    signed: canonicalJson(unsigned),
  };
}

/** Reads an inclusion proof; its line may stand there as an object or joined with `|`. */
export function parseLineProof(value: string): ReadLineProof | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const dto = proofSchema.read(read.value);
  if (isMalformed(dto)) return dto;
  const line = typeof dto.line === 'string' ? dto.line : parseIdentity(dto.line);
  if (isMalformed(line)) return line;
  const path = parseHashes('path', dto.path);
  if (isMalformed(path)) return path;
  return { line, index: Number(dto.index), size: Number(dto.size), path };
}

/** The identity of the line that a decision or a hold record is about, joined with `|`. @param published what `JSON.parse` gives */
export function writtenLineOf(published: unknown): string | Malformed {
  return parseIdentity(isJsonObject(published) ? published['line'] : undefined);
}

function parseIdentity(value: unknown): string | Malformed {
  const dto = identitySchema.read(value);
  if (isMalformed(dto)) return under('line', dto);
  return writtenIdentity({
    fixmedinsCode: dto.fixmedins_code,
    visitId: dto.mdtrt_id,
    chargeBatch: dto.chrg_bchno ?? '',
    lineNo: dto.feedetl_sn,
  });
}

function parseHead(name: string, value: unknown): HeadMessage | Malformed {
  const dto = headSchema.read(value);
  return isMalformed(dto) ? under(name, dto) : { size: Number(dto.size), root: dto.root };
}

function parseHashes(name: string, value: unknown): readonly string[] | Malformed {
  const problem: Problem = {
    path: name,
    code: 'FIELD_INVALID',
    expected: `a list of hashes, each ${HASH.expected}`,
    got: 'something else',
  };
  if (!Array.isArray(value)) return malformed(problem);
  const hashes = value.filter((each): each is string => typeof each === 'string' && HASH.accepts(each));
  return hashes.length === value.length ? hashes : malformed(problem);
}

function under(name: string, { problems }: Malformed): Malformed {
  const named = (problem: Problem): Problem => ({
    ...problem,
    path: problem.path === '' ? name : `${name}.${problem.path}`,
  });
  const [first, ...others] = problems;
  return malformed(named(first), ...others.map(named));
}
