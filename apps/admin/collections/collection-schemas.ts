/** What ledgers look like in the OpenAPI document. */
import { ACCOUNTS, AGES, CLAIM_KINDS, OBJECTION_OUTCOMES } from '@gatekeeper/clearing';
import type { Json } from '../http/schema-words';
import {
  AMOUNT,
  DATE,
  DATE_OR_NULL,
  FLAG,
  listOf,
  named,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  WHOLE,
  WHOLE_OR_NULL,
} from '../http/schema-words';
import { PROPOSAL_KINDS } from './proposal-store';

const pageOf = (name: string): Json => objectOf({ items: listOf(named(name)), next: TEXT_OR_NULL });

const BALANCES = {
  claimed: AMOUNT,
  due: AMOUNT,
  suspended: AMOUNT,
  collected: AMOUNT,
  written_off: AMOUNT,
  let_off: AMOUNT,
  given_back: AMOUNT,
} as const;

const OBJECTION = objectOf({
  objection_id: TEXT,
  amount: AMOUNT,
  lines: listOf(objectOf({ mdtrt_id: TEXT, chrg_bchno: TEXT, feedetl_sn: TEXT, amount: AMOUNT })),
  grounds: TEXT,
  document_no: TEXT_OR_NULL,
  filed_by: TEXT,
  filed_at: TIME,
  outcome: oneOf([...OBJECTION_OUTCOMES, 'open', 'corrected']),
});

export const COLLECTION_SCHEMAS: Readonly<Record<string, Json>> = {
  CollectionBalances: objectOf({ fixmedins_code: TEXT, ...BALANCES }),
  CollectionBalancesPage: pageOf('CollectionBalances'),
  CollectionClaim: objectOf({
    claim_id: TEXT,
    kind: oneOf(CLAIM_KINDS),
    area: TEXT,
    period: TEXT,
    corrects: TEXT_OR_NULL,
    amount: AMOUNT,
    ...BALANCES,
    posted_on: DATE,
    objection_until: DATE_OR_NULL,
    unpublished_year: WHOLE_OR_NULL,
    confirmed: FLAG,
    objection: orNull(OBJECTION),
  }),
  CollectionLedger: objectOf({
    fixmedins_code: TEXT,
    on: DATE,
    balances: objectOf(BALANCES),
    aging: listOf(objectOf({ days: oneOf(AGES), due: AMOUNT, suspended: AMOUNT })),
    to_give_back: AMOUNT,
    books: listOf(objectOf({ area: TEXT, period: TEXT, recovered: AMOUNT, ...BALANCES })),
    claims: listOf(named('CollectionClaim')),
  }),
  CollectionPosting: objectOf({
    posting_id: TEXT,
    kind: oneOf(['results', 'objected', ...PROPOSAL_KINDS, 'restated']),
    subject: TEXT,
    by: TEXT,
    at: TIME,
    entries: listOf(objectOf({ claim_id: TEXT, account: oneOf(ACCOUNTS), amount: AMOUNT })),
  }),
  CollectionPostingPage: pageOf('CollectionPosting'),
  CollectionProposal: objectOf({
    proposal_id: TEXT,
    content: {
      oneOf: [
        objectOf({
          kind: oneOf(['netting']),
          month: TEXT,
          area: TEXT_OR_NULL,
          payable: AMOUNT,
          deducted: AMOUNT,
          carried: AMOUNT,
          unconfirmed: AMOUNT,
          suspended: AMOUNT,
          items: listOf(objectOf({ claim_id: TEXT, amount: AMOUNT })),
        }),
        objectOf({ kind: oneOf(['write_off']), claim_id: TEXT, amount: AMOUNT }),
        objectOf({
          kind: oneOf(['objection']),
          objection_id: TEXT,
          claim_id: TEXT,
          amount: AMOUNT,
          outcome: oneOf(OBJECTION_OUTCOMES),
        }),
      ],
    },
    digest: TEXT,
    reason: TEXT_OR_NULL,
    proposed_by: TEXT,
    proposed_at: TIME,
    decision: orNull(
      objectOf({ outcome: oneOf(['confirmed', 'declined']), by: TEXT, reason: TEXT_OR_NULL, at: TIME }),
    ),
  }),
  DamagesToCheck: objectOf({
    fixmedins_code: TEXT,
    area: TEXT,
    period: TEXT,
    run_id: TEXT,
    damages: AMOUNT,
  }),
  DamagesToCheckPage: pageOf('DamagesToCheck'),
  CollectionProposalPage: pageOf('CollectionProposal'),
  CollectionResultsPosted: objectOf({
    run_id: TEXT,
    area: TEXT,
    period: TEXT,
    institutions: WHOLE,
    claims: WHOLE,
    due: AMOUNT,
    given_back: AMOUNT,
    damages_to_check: listOf(named('DamagesToCheck')),
    repeated: FLAG,
  }),
};
