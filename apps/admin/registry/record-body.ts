/** One record of a kind that needs no second person, as it is sent: CONTRACT 3 without what the server gives. */
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant } from '@gatekeeper/calendar';
import { CLINICIAN_CATEGORIES, DEREGISTRATION_REASONS } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryObject } from '@gatekeeper/wire';
import type { Malformed, Problem } from '@gatekeeper/wire';
import {
  AreaField,
  CodeField,
  DayField,
  FlagField,
  MomentField,
  OneOfField,
  TextField,
} from '../http/fields';

const optional = { optional: true } as const;

/** Of each kind the fields besides `kind`, `fixmedins_code` and `supersedes`. */
const FIELDS = {
  institution: ['name', 'type', 'admdvs', 'regional_medical_center'],
  clinician: ['code', 'name', 'category'],
  registration: ['code', 'main_site', 'from', 'until', 'committed_on', 'certificate_until'],
  pharmacy_principal: ['code', 'from', 'until'],
  deregistration: ['code', 'reason', 'from', 'everywhere'],
} as const;

type WrittenKind = keyof typeof FIELDS;

export class RegistryRecordBody {
  @OneOfField(Object.keys(FIELDS)) kind!: WrittenKind;
  @CodeField({
    description: 'The institution; of a clinician record the one that presents the person',
  })
  fixmedins_code!: string;
  @CodeField(optional) code?: string;
  @TextField(optional) name?: string;
  @OneOfField(['hospital', 'pharmacy'], optional) type?: string;
  @AreaField(optional) admdvs?: string;
  @FlagField(optional) regional_medical_center?: boolean;
  @OneOfField(CLINICIAN_CATEGORIES, optional) category?: string;
  @FlagField(optional) main_site?: boolean;
  @MomentField(optional) from?: string;
  @MomentField(optional) until?: string;
  @DayField(optional) committed_on?: string;
  @DayField(optional) certificate_until?: string;
  @OneOfField(DEREGISTRATION_REASONS, optional) reason?: string;
  @FlagField({ optional: true, description: 'A deregistration from every site, not this one alone' })
  everywhere?: boolean;
  @TextField({ optional: true, description: 'The record_id that this one corrects' }) supersedes?: string;
}

/** The record that a body states, or everything that is wrong with it. */
export function recordIn(
  body: RegistryRecordBody,
  head: { readonly recordId: string; readonly now: Instant },
): RegistryRecord | Malformed {
  const { kind, fixmedins_code: site, supersedes, everywhere = false, ...fields } = body;
  const superfluous = problemsOfFields(kind, { ...fields, everywhere: body.everywhere });
  const namesSite = kind !== 'clinician' && !everywhere;
  const record = parseRegistryObject({
    ...{ kind, record_id: head.recordId, recorded_at: formatInstant(head.now) },
    ...(supersedes === undefined ? {} : { supersedes }),
    ...(namesSite ? { fixmedins_code: site } : {}),
    ...stated(fields),
  });
  const [first, ...others] = isMalformed(record) ? [...superfluous, ...record.problems] : superfluous;
  return first === undefined ? record : { kind: 'malformed', problems: [first, ...others] };
}

const stated = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function problemsOfFields(kind: WrittenKind, fields: object): readonly Problem[] {
  const own: readonly string[] = FIELDS[kind];
  return Object.keys(stated(fields))
    .filter((path) => !own.includes(path))
    .map((path) => ({
      path,
      code: 'FIELD_INVALID',
      expected: `nothing: a record of kind ${kind} has no such field`,
      got: 'a value',
    }));
}
