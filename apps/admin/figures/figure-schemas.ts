/** What figures look like in the OpenAPI document. */
import { OUTCOMES } from '@gatekeeper/vocabulary';
import type { Json } from '../http/schema-words';
import { listOf, objectOf, oneOf, TEXT, TEXT_OR_NULL, WHOLE } from '../http/schema-words';

const AMOUNT: Json = { type: 'string', maxLength: 24, pattern: '^-?[0-9]+\\.[0-9]{2}$' };

const TALLY = objectOf(
  {
    lines: WHOLE,
    accepted: WHOLE,
    rejected: WHOLE,
    clawed_back: WHOLE,
    held: WHOLE,
    void: WHOLE,
    claimed: { ...AMOUNT, description: 'In scope, without lines withdrawn（范围内申报金额）' },
    accepted_amount: AMOUNT,
    refused: AMOUNT,
    recover: AMOUNT,
    held_amount: AMOUNT,
  },
  {
    day: { type: 'string', format: 'date', maxLength: 10 },
    month: TEXT,
    mdtrtarea_admvs: TEXT,
    fixmedins_code: TEXT,
    outcome: oneOf([...OUTCOMES, 'held']),
    reason: { ...TEXT, description: 'The leading reason, a hold code, or VOID（首要原因）' },
    pack: TEXT,
    code: {
      ...TEXT,
      description: 'The ordering clinician of lines barred, lifted or waiting; else empty（开单人员）',
    },
  },
);

export const FIGURE_SCHEMAS: Readonly<Record<string, Json>> = {
  TallyPage: objectOf({ items: listOf(TALLY), next: TEXT_OR_NULL }),
};
