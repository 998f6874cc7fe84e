/** Holds and their releases as they are published and printed (CONTRACT 2). */
import { formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { HOLD_CODES } from '@gatekeeper/vocabulary';
import type { HeldLine, HoldCode, LineRevision } from '@gatekeeper/vocabulary';
import { anything, moment, oneOf, text } from './field-rule';
import { parseJsonExactly } from './json-text';
import { LineFrameFields, lineFrame, parseLineFrame } from './line-frame';
import type { LineFrame } from './line-frame';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { anyText, decisionId, instant, listOf, nested } from './published-rule';
import { jsonObject, Optional, Required, Schema } from './schema';
import type { Fields } from './schema';
import { writtenInstant } from './written-instant';

export class HoldFields {
  @Required(nested(LineFrameFields), 'the line, and which revision of it waits') readonly line!: LineFrame;
  @Required(oneOf(HOLD_CODES), 'why it cannot be decided') readonly hold_code!: HoldCode;
  @Required(listOf(anyText), 'what would let it be decided, in words') readonly needs!: readonly string[];
  @Optional(anyText, 'the leading pack, where there is one') readonly pack?: string;
  @Optional(anyText, 'its edition') readonly edition?: string;
  @Required(instant, 'what was recorded until then was known') readonly known_at!: string;
  @Required(instant, 'waits since') readonly since!: string;
}
export type HoldMessage = Fields<HoldFields>;

export class HoldReleaseFields {
  @Required(nested(LineFrameFields), 'the line as its hold named it') readonly line!: LineFrame;
  @Required(decisionId, 'the decision that was taken, or that stands') readonly released_by!: string;
}
export type HoldReleaseMessage = Fields<HoldReleaseFields>;

export function holdMessage({ line, hold, knownAt, since }: HeldLine): HoldMessage {
  return {
    line: lineFrame(line),
    hold_code: hold.holdCode,
    needs: hold.needs,
    ...(hold.pack === null ? {} : { pack: hold.pack }),
    ...(hold.edition === null ? {} : { edition: hold.edition }),
    known_at: formatInstant(knownAt),
    since: formatInstant(since),
  };
}

/** Says that the line waits no longer: the decision with that id was taken. */
export const holdReleaseMessage = (line: LineRevision, decisionId: string): HoldReleaseMessage => ({
  line: lineFrame(line),
  released_by: decisionId,
});

/** A hold record read back to be recomputed, or the release of one. */
export type ReadHold =
  | {
      readonly kind: 'hold';
      readonly line: LineRevision;
      readonly knownAt: Instant;
      /** The record as `JSON.parse` gives it. */
      readonly stated: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'release'; readonly line: LineRevision; readonly releasedBy: string };

class ReadHoldDto {
  @Required(anything) line!: unknown;
  @Required(moment) known_at!: string;
}

class ReadReleaseDto {
  @Required(anything) line!: unknown;
  @Optional(text()) released_by?: string;
}

const holdSchema = new Schema(ReadHoldDto);
const releaseSchema = new Schema(ReadReleaseDto);

/** Reads what recomputing needs of a hold record, or names what prevents it. */
export function parseHoldMessage(value: string): ReadHold | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const release = releaseSchema.read(read.value);
  if (isMalformed(release)) return release;
  const line = parseLineFrame(release.line);
  if (isMalformed(line)) return line;
  if (release.released_by !== undefined) return { kind: 'release', line, releasedBy: release.released_by };
  const hold = holdSchema.read(read.value);
  if (isMalformed(hold)) return hold;
  return {
    kind: 'hold',
    line,
    knownAt: writtenInstant(hold.known_at),
    stated: jsonObject(JSON.parse(value)),
  };
}
