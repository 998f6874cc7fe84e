/** The `line` object of decisions and holds (CONTRACT 2), on the wire and back. */
import type { LineRevision } from '@gatekeeper/vocabulary';
import { text, wholeNumber } from './field-rule';
import { isMalformed, malformed } from './problem';
import type { Malformed, Problem } from './problem';
import { anyText, contentHashText, count } from './published-rule';
import { Optional, Required, Schema } from './schema';
import type { Fields } from './schema';

/** What names a line. */
export class LineIdentityFields {
  @Required(anyText, 'institution, folded') readonly fixmedins_code!: string;
  @Required(anyText, 'visit') readonly mdtrt_id!: string;
  @Required(anyText, 'charge batch; empty where the sender has none') readonly chrg_bchno!: string;
  @Required(anyText, 'line number') readonly feedetl_sn!: string;
}
export type LineIdentityMessage = Fields<LineIdentityFields>;

/** A line and one revision of it. */
export class LineFrameFields extends LineIdentityFields {
  @Required(count(1), 'of the line, from 1; other content is another revision') readonly revision!: number;
  @Required(contentHashText, "of the revision's content") readonly content_hash!: string;
}
export type LineFrame = Fields<LineFrameFields>;

export const lineFrame = (line: LineRevision): LineFrame => ({
  fixmedins_code: line.fixmedinsCode,
  mdtrt_id: line.visitId,
  chrg_bchno: line.chargeBatch,
  feedetl_sn: line.lineNo,
  revision: line.revision,
  content_hash: line.contentHash,
});

class LineFrameDto {
  @Required(text(30)) fixmedins_code!: string;
  @Required(text(30)) mdtrt_id!: string;
  @Optional(text(30)) chrg_bchno?: string;
  @Required(text(30)) feedetl_sn!: string;
  @Required(wholeNumber(9)) revision!: string;
  @Required(text()) content_hash!: string;
}

const schema = new Schema(LineFrameDto);
const underLine = (problem: Problem): Problem => ({
  ...problem,
  path: problem.path === '' ? 'line' : `line.${problem.path}`,
});

/** The inverse of `lineFrame`; problems are named under `line`. */
export function parseLineFrame(value: unknown): LineRevision | Malformed {
  const dto = schema.read(value);
  if (isMalformed(dto)) {
    const [first, ...others] = dto.problems;
    return malformed(underLine(first), ...others.map(underLine));
  }
  return {
    fixmedinsCode: dto.fixmedins_code,
    visitId: dto.mdtrt_id,
    chargeBatch: dto.chrg_bchno ?? '',
    lineNo: dto.feedetl_sn,
    revision: Number(dto.revision),
    contentHash: dto.content_hash,
  };
}
