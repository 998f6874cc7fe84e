/** Lines that wait as they are answered, in both languages. */
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant, MS_PER_DAY } from '@gatekeeper/calendar';
import type { WaitingLine } from '@gatekeeper/decision-store';
import { HOLD_TEXTS, nextStepsOfHold, spanAt } from '@gatekeeper/policy';
import type { BothLanguages, LoadedEdition } from '@gatekeeper/policy';
import { Defect } from '@gatekeeper/runtime';
import { formatFen, FUND_SCOPES, HOLD_CODES } from '@gatekeeper/vocabulary';
import type { FundScope, HoldCode } from '@gatekeeper/vocabulary';
import { lineFrame } from '@gatekeeper/wire';
import type { LineFrame, LoadedPolicy } from '@gatekeeper/wire';

export interface HoldAnswer {
  readonly line: LineFrame;
  readonly hold_code: HoldCode;
  readonly text_zh: string;
  readonly text_en: string;
  readonly needs: readonly string[];
  readonly pack: string | null;
  readonly edition: string | null;
  readonly known_at: string;
  readonly since: string;
  /** Whole days. */
  readonly age_days: number;
  /** `in_scope` is what of it the pack's scope covers, of a hold without a pack all of it; `null`: not on file. */
  readonly amounts: {
    readonly fund_pay_amt: string;
    readonly pool_pay_amt: string;
    readonly fund_scope: FundScope;
    readonly in_scope: string;
  } | null;
  readonly next_steps: readonly BothLanguages[];
}

export function holdAnswer(waiting: WaitingLine, policy: LoadedPolicy, now: Instant): HoldAnswer {
  const { line, hold, knownAt, since, amounts } = waiting;
  const edition = editionOf(policy, hold.pack, hold.edition);
  const scope = scopeOf(edition, since);
  const text = HOLD_TEXTS[hold.holdCode];
  return {
    line: lineFrame(line),
    hold_code: hold.holdCode,
    text_zh: text.zh,
    text_en: text.en,
    needs: hold.needs,
    pack: hold.pack,
    edition: hold.edition,
    known_at: formatInstant(knownAt),
    since: formatInstant(since),
    age_days: Math.max(0, Math.floor((now - since) / MS_PER_DAY)),
    amounts:
      amounts === null
        ? null
        : {
            fund_pay_amt: formatFen(amounts.fundAmount),
            pool_pay_amt: formatFen(amounts.pooledAmount),
            fund_scope: scope,
            in_scope: formatFen(scope === 'pooled' ? amounts.pooledAmount : amounts.fundAmount),
          },
    next_steps: nextStepsOfHold(hold.holdCode, edition ?? anyEdition(policy)),
  };
}

/** The edition that the hold names, or the last one of its pack where that is no longer loaded; `null` without a pack. */
function editionOf(
  { packs }: LoadedPolicy,
  pack: string | null,
  edition: string | null,
): LoadedEdition | null {
  const editions = (pack === null ? undefined : packs.get(pack)?.editions) ?? [];
  return editions.find((one) => one.edition === edition) ?? editions.at(-1) ?? null;
}

const scopeOf = (edition: LoadedEdition | null, at: Instant): FundScope =>
  (edition === null ? undefined : spanAt(edition, at)?.parameters.fundScope) ?? 'all';

/** Where no text governs a line, what to do about that is in none: every text says it alike. */
function anyEdition({ packs }: LoadedPolicy): LoadedEdition {
  for (const { editions } of packs.values()) for (const edition of editions) return edition;
  throw new Defect('the policy has no pack at all');
}

type Json = Readonly<Record<string, unknown>>;

const text: Json = { type: 'string', maxLength: 4000 };
const textOrNull: Json = { type: ['string', 'null'], maxLength: 4000 };
const time: Json = { type: 'string', format: 'date-time', maxLength: 40 };
const whole: Json = { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 };
const amount: Json = { type: 'string', maxLength: 24, pattern: '^-?[0-9]+\\.[0-9]{2}$' };
const MOST_ITEMS = 200;

const object = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const listOf = (items: Json): Json => ({ type: 'array', maxItems: MOST_ITEMS, items });

/** What they look like in the OpenAPI document. */
export const HOLD_SCHEMAS: Readonly<Record<string, Json>> = {
  Hold: object({
    line: object({
      ...{ fixmedins_code: text, mdtrt_id: text, chrg_bchno: text, feedetl_sn: text },
      ...{ revision: whole, content_hash: text },
    }),
    hold_code: { type: 'string', enum: [...HOLD_CODES] },
    ...{ text_zh: text, text_en: text, needs: listOf(text), pack: textOrNull, edition: textOrNull },
    ...{ known_at: time, since: time, age_days: whole },
    amounts: {
      oneOf: [
        object({
          ...{ fund_pay_amt: amount, pool_pay_amt: amount },
          fund_scope: { type: 'string', enum: [...FUND_SCOPES] },
          in_scope: amount,
        }),
        { type: 'null' },
      ],
    },
    next_steps: listOf(object({ zh: text, en: text })),
  }),
  HoldPage: object({ items: listOf({ $ref: '#/components/schemas/Hold' }), next: textOrNull }),
};
