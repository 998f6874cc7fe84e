/** Holds and their releases as they are published and printed (FORMATS 2). */
import { formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { HeldLine, LineRevision } from '@gatekeeper/vocabulary';
import { anything, moment, text } from './field-rule';
import { parseJsonExactly } from './json-text';
import { lineFrame, parseLineFrame } from './line-frame';
import type { LineFrame } from './line-frame';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { jsonObject, Optional, Required, Schema } from './schema';
import { writtenInstant } from './written-instant';

export interface HoldMessage {
  readonly line: LineFrame;
  readonly hold_code: string;
  readonly needs: readonly string[];
  readonly pack?: string;
  readonly edition?: string;
  readonly known_at: string;
  readonly since: string;
}

export interface HoldReleaseMessage {
  readonly line: LineFrame;
  readonly released_by: string;
}

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
