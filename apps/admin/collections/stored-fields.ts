import { Defect } from '@gatekeeper/runtime';

/** The fields of an object that the database keeps as JSON. @throws a defect where it is none: only this app writes it */
export function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null) throw new Defect('kept as JSON, and no object');
  return Object.fromEntries(Object.entries(json));
}
