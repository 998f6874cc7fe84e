/** How an installation that observes, and its leaving, look at the door. */
import { formatInstant } from '@gatekeeper/calendar';
import type {
  LeavingProposed,
  ModeInForce,
  ObservedFigures,
  ObservedMonth,
} from '@gatekeeper/decision-store';
import { formatFen } from '@gatekeeper/vocabulary';

interface TurningAnswer {
  readonly lines: number;
  readonly refused: string;
  readonly recover: string;
}

/** What would turn: standing refusals and recoveries, in all and by month of the fee, and lines that wait. Yuan. */
export interface FiguresAnswer {
  readonly reject: TurningAnswer;
  readonly claw_back: TurningAnswer;
  readonly held: number;
  readonly by: readonly (TurningAnswer & { readonly month: string; readonly outcome: string })[];
}

export interface ObservingAnswer {
  /** `none`: no gatekeeper has started yet. */
  readonly mode: 'observing' | 'live' | 'none';
  readonly since: string | null;
  readonly set_by: string | null;
  /** What is left to be done once observing was left; `null`: nothing. */
  readonly to_do: string | null;
  readonly proposal: {
    readonly proposal: number;
    readonly proposed_by: string;
    readonly proposed_at: string;
    readonly digest: string;
    readonly figures: FiguresAnswer;
  } | null;
}

const START_AGAIN =
  'Gatekeepers that observed have ended with 2 (npm start ends whole): start every process again, gatekeeper and admin app, without OBSERVE' +
  '（处于观察运行的 gatekeeper 已以退出码 2 结束，npm start 则整体结束：请去掉 OBSERVE 后重新启动各 gatekeeper 与管理端）';

export const observingAnswer = (
  holding: ModeInForce | null,
  proposed: LeavingProposed | null,
): ObservingAnswer => ({
  mode: holding?.mode ?? 'none',
  since: holding === null ? null : formatInstant(holding.since),
  set_by: holding?.setBy ?? null,
  to_do: holding?.mode === 'live' && proposed !== null ? START_AGAIN : null,
  proposal:
    proposed === null
      ? null
      : {
          proposal: Number(proposed.proposalId),
          proposed_by: proposed.proposedBy,
          proposed_at: formatInstant(proposed.proposedAt),
          digest: proposed.digest,
          figures: figuresAnswer(proposed.figures),
        },
});

export const figuresAnswer = ({ standing, heldLines }: ObservedFigures): FiguresAnswer => ({
  reject: together(standing.filter(({ outcome }) => outcome === 'reject')),
  claw_back: together(standing.filter(({ outcome }) => outcome === 'claw_back')),
  held: heldLines,
  by: standing.map((one) => ({ month: one.month, outcome: one.outcome, ...together([one]) })),
});

const together = (months: readonly ObservedMonth[]): TurningAnswer => ({
  lines: months.reduce((sum, { lines }) => sum + lines, 0),
  refused: formatFen(months.reduce((sum, { refusedFen }) => sum + BigInt(refusedFen), 0n)),
  recover: formatFen(months.reduce((sum, { recoverFen }) => sum + BigInt(recoverFen), 0n)),
});

type Json = Readonly<Record<string, unknown>>;

const whole: Json = { type: 'integer', format: 'int64', minimum: 0, maximum: 9_007_199_254_740_991 };
const text: Json = { type: 'string', maxLength: 200 };
const time: Json = { type: 'string', format: 'date-time', maxLength: 40 };
const money: Json = { type: 'string', maxLength: 40, pattern: '^-?[0-9]+\\.[0-9]{2}$' };
const object = (properties: Readonly<Record<string, Json>>): Json => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});
const TURNING = { lines: whole, refused: money, recover: money } as const;
const OUTCOME: Json = { type: 'string', enum: ['reject', 'claw_back'] };

export const OBSERVING_SCHEMAS: Readonly<Record<string, Json>> = {
  Observing: object({
    mode: { type: 'string', enum: ['observing', 'live', 'none'] },
    since: { ...time, type: ['string', 'null'] },
    set_by: { ...text, type: ['string', 'null'] },
    to_do: { type: ['string', 'null'], maxLength: 400 },
    proposal: {
      oneOf: [
        object({
          proposal: whole,
          proposed_by: text,
          proposed_at: time,
          digest: { type: 'string', maxLength: 64, pattern: '^[0-9a-f]{64}$' },
          figures: object({
            reject: object(TURNING),
            claw_back: object(TURNING),
            held: whole,
            by: {
              type: 'array',
              maxItems: 3_000,
              items: object({ month: text, outcome: OUTCOME, ...TURNING }),
            },
          }),
        }),
        { type: 'null' },
      ],
    },
  }),
};
