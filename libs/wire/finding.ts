/** Findings for scoring, as rows of a file stand on the wire (CONTRACT 4). */
import type { Finding, FindingProblem } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { code, reference } from './code-text';
import { moment, text, UNSTATED_LIMIT, wholeNumber } from './field-rule';
import { readJson } from './json-text';
import { describeGot } from './masking';
import { isMalformed, malformed } from './problem';
import type { Malformed, Problem } from './problem';
import { Optional, Required, Schema } from './schema';
import type { UnknownFieldsSink } from './schema';
import { writtenInstant } from './written-instant';

/** Longer than any finding can be. */
const LIMIT_BYTES = 1024 * 1024;

export class FindingDto {
  @Required(reference(UNSTATED_LIMIT), 'unique') finding_id!: string;
  @Required(code(30), 'the person') code!: string;
  @Required(code(30), 'where it was found') fixmedins_code!: string;
  @Optional(reference(UNSTATED_LIMIT), 'findings of one decision share an inspection unless this differs')
  inspection_id?: string;
  @Optional(reference(UNSTATED_LIMIT), 'findings of one act') act_id?: string;
  @Required(text(), "code of the pack's catalogue") situation!: string;
  @Optional(wholeNumber(4), 'chosen inside the band; absent where the catalogue fixes them') points?: string;
  @Required(moment, 'with the person, names the decision') decided_at!: string;
  @Optional(reference(UNSTATED_LIMIT), 'of the notice') document_no?: string;
}

const schema = new Schema(FindingDto);

/** A finding from a row of a file, or everything that is wrong with it. Never throws. */
export function parseFindingRow(
  bytes: Buffer | null,
  onUnknownFields?: UnknownFieldsSink,
): Finding | Malformed {
  const read = readJson(bytes, LIMIT_BYTES);
  return read.ok ? parseFindingObject(read.value, onUnknownFields) : malformed(...read.problems);
}

/** The same from a value that `parseJsonExactly` has read. */
export function parseFindingObject(value: unknown, onUnknownFields?: UnknownFieldsSink): Finding | Malformed {
  const dto = schema.read(value, onUnknownFields);
  return isMalformed(dto)
    ? dto
    : {
        findingId: dto.finding_id,
        code: foldCode(dto.code),
        fixmedinsCode: foldCode(dto.fixmedins_code),
        inspectionId: dto.inspection_id ?? null,
        actId: dto.act_id ?? null,
        situation: dto.situation,
        points: dto.points === undefined ? null : Number(dto.points),
        decidedAt: writtenInstant(dto.decided_at),
        documentNo: dto.document_no ?? null,
      };
}

/** What the pack finds wrong with a finding, as problems of a row are told: `got` shortened and masked. */
export const findingProblem = ({ field, expected, got }: FindingProblem): Problem => ({
  path: field,
  code: got === null ? 'FIELD_MISSING' : 'FIELD_INVALID',
  expected,
  got: typeof got === 'number' ? String(got) : describeGot(field, got),
});
