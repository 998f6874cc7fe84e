/** What figures look like in the OpenAPI document. */
import { SIGNAL_KINDS } from '@gatekeeper/decision-store';
import { OUTCOMES } from '@gatekeeper/vocabulary';
import type { Json } from '../http/schema-words';
import {
  AMOUNT,
  ANY_OBJECT,
  DATE,
  listOf,
  objectOf,
  oneOf,
  oneOfOrNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  WHOLE,
  WHOLE_OR_NULL,
} from '../http/schema-words';

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
    day: DATE,
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

const CARVE_OUT_LINE = objectOf({
  line: objectOf({
    fixmedins_code: TEXT,
    mdtrt_id: TEXT,
    chrg_bchno: TEXT,
    feedetl_sn: TEXT,
    revision: WHOLE,
  }),
  decision_id: TEXT,
  day: DATE,
  code: TEXT,
  lift: TEXT,
  pack: TEXT,
  lifts: listOf(ANY_OBJECT),
  bars: listOf(TEXT),
  amount: AMOUNT,
  left_for: {
    ...oneOfOrNull([...OUTCOMES, 'held']),
    description: 'What stands instead; null: it is in the ledger（退出原因）',
  },
  received_at: TIME,
});

export const FIGURE_SCHEMAS: Readonly<Record<string, Json>> = {
  TallyPage: objectOf({ items: listOf(TALLY), next: TEXT_OR_NULL }),
  CarveOutSumPage: objectOf({
    items: listOf(
      objectOf({ lines: WHOLE, amount: AMOUNT }, { fixmedins_code: TEXT, code: TEXT, lift: TEXT }),
    ),
    next: TEXT_OR_NULL,
  }),
  CarveOutLinePage: objectOf({ items: listOf(CARVE_OUT_LINE), next: TEXT_OR_NULL }),
  SignalPage: objectOf({
    items: listOf(
      objectOf({
        signal_id: TEXT,
        kind: oneOf(SIGNAL_KINDS),
        fixmedins_code: TEXT,
        subject: { ...TEXT, description: 'The clinician; empty: the institution itself（人员）' },
        beside: { ...TEXT, description: 'The colleague, or the other institution（同事或另一机构）' },
        from: DATE,
        until: DATE,
        figures: ANY_OBJECT,
        evidence: listOf({}),
        found_at: TIME,
      }),
    ),
    next: TEXT_OR_NULL,
  }),
  AbnormalUsePage: objectOf({
    items: listOf(
      objectOf(
        {
          barred: { ...WHOLE, description: 'Lines barred, or lifted（受限明细数）' },
          lifted: WHOLE,
          share_percent: WHOLE,
          peers_barred: WHOLE,
          peers_share_percent: WHOLE_OR_NULL,
        },
        { fixmedins_code: TEXT, code: TEXT },
      ),
    ),
    next: TEXT_OR_NULL,
  }),
};
