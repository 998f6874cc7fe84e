/** Bodies that several steps share; what the door checks of them stands with its classes. */

/** A step that says nothing but that it is taken. */
export type NothingSaid = object;

export interface Reasons {
  readonly reasons: string;
}

/** Of a step that may be taken alone in an emergency. */
export interface EmergencyReason {
  readonly emergency_reason?: string;
}
