/** Particulars as they are answered, and what they look like in the OpenAPI document. */
import { formatInstant } from '@gatekeeper/calendar';
import { PARTICULAR_NAMES, PARTICULARS } from '@gatekeeper/casework';
import type { ParticularName, Particulars, ParticularsOnFile } from '@gatekeeper/casework';
import type { Json } from '../http/schema-words';
import { TEXT, TEXT_OR_NULL, TIME, WHOLE, objectOf } from '../http/schema-words';

export interface ParticularsAnswer extends Particulars {
  readonly revision: number;
  readonly recorded_at: string;
  readonly recorded_by: string;
}

/** `null` where one is not stated. */
export const particularsAnswer = ({
  revision,
  particulars,
  recordedAt,
  recordedBy,
}: ParticularsOnFile): ParticularsAnswer => ({
  ...particulars,
  revision,
  recorded_at: formatInstant(recordedAt),
  recorded_by: recordedBy,
});

const described = (name: ParticularName): Json => {
  const { zh, en } = PARTICULAR_NAMES[name];
  return { ...TEXT_OR_NULL, description: `${en}（${zh}）` };
};

export const PARTICULARS_SCHEMAS: Readonly<Record<string, Json>> = {
  ParticularsOfRegistration: objectOf({
    ...Object.fromEntries(PARTICULARS.map((name) => [name, described(name)])),
    revision: WHOLE,
    recorded_at: TIME,
    recorded_by: TEXT,
  }),
};
