/** The answers of `POST /v1/checks`, as tests look at them. */
export interface Answer {
  readonly row: number;
  readonly kind: string;
  readonly decision?: {
    readonly decision_id: string;
    readonly outcome: string;
    readonly amounts: unknown;
    readonly reasons: readonly {
      readonly code: string;
      readonly role?: string;
      readonly evidence: unknown;
    }[];
  };
  readonly hold?: { readonly hold_code: string };
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
}

export const answersIn = (body: unknown): readonly Answer[] =>
  (body as { answers: readonly Answer[] }).answers;

/** `reject CLINICIAN_SUSPENDED`, `hold PACK_MISSING`, `set_aside cnt FIELD_INVALID`. */
export function inShort({ kind, decision, hold, errors }: Answer): string {
  const codes = (decision?.reasons ?? [])
    .map(({ code }) => code)
    .filter((code) => code !== 'OUTSIDE_PACK_IN_FORCE');
  if (decision !== undefined) return [decision.outcome, ...codes].join(' ');
  if (hold !== undefined) return `${kind} ${hold.hold_code}`;
  return [kind, ...(errors ?? []).map(({ path, code }) => `${path} ${code}`)].join(' ');
}
