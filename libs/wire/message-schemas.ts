/** Every message and file of the contract as a JSON Schema (draft 7), made from the classes that read and write them. */
import { DecisionFields, ReasonFields } from './decision-message';
import { FindingDto } from './finding';
import { HoldFields, HoldReleaseFields } from './hold-message';
import { FactDto, ReceivedDto, VoidDto } from './line-message';
import { PaymentNoticeDto } from './payment-notice';
import * as registry from './registry.dto';
import type { RegistryKind } from './registry-kinds';
import { publishedSchema, takenSchema } from './schema';
import type { Dto, JsonSchema } from './schema';
import { ScoreFields } from './score-message';
import { LineProofFields, SealFields } from './seal-message';
import { DeadLetterHeaders, SetAsideRow } from './set-aside';
import { SettlementLineDto } from './settlement-line.dto';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

const properties = (more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({ properties: more });
const required = (...names: readonly string[]): JsonSchema => ({ required: names });
/** That the field is there, and neither `null` nor empty. */
const stated = (name: string): JsonSchema => ({
  ...required(name),
  ...properties({ [name]: { type: 'string', minLength: 1 } }),
});

/** A message of the lines topic: its `op`, its fields, and in files of an export when it was received. */
function lineMessage(dto: Dto<object>, op: JsonSchema, isNeeded: boolean): JsonSchema {
  const message = takenSchema(dto);
  return {
    ...message,
    ...properties({ op, ...propertiesOf(message), ...propertiesOf(takenSchema(ReceivedDto)) }),
    required: [...(isNeeded ? ['op'] : []), ...requiredOf(message)],
  };
}

/** What must hold between the fields of a record, each being good by itself. */
const BETWEEN: Readonly<Partial<Record<RegistryKind, JsonSchema>>> = {
  withdrawal: stated('supersedes'),
  revision: { anyOf: [stated('last_day'), stated('until')] },
  exemption: { anyOf: [stated('code'), stated('fixmedins_code')] },
};

const RECORDS: Readonly<Record<RegistryKind, Dto<registry.RecordHeadDto>>> = {
  institution: registry.InstitutionDto,
  institution_status: registry.InstitutionStatusDto,
  department_status: registry.DepartmentStatusDto,
  clinician: registry.ClinicianDto,
  registration: registry.RegistrationDto,
  pharmacy_principal: registry.PharmacyPrincipalDto,
  sanction: registry.SanctionDto,
  restoration: registry.RestorationDto,
  revision: registry.RevisionDto,
  annulment: registry.AnnulmentDto,
  deregistration: registry.DeregistrationDto,
  withdrawal: registry.WithdrawalDto,
  exemption: registry.ExemptionDto,
};

function recordOf([kind, dto]: readonly [string, Dto<registry.RecordHeadDto>]): JsonSchema {
  const record = takenSchema(dto);
  const between = Object.entries(BETWEEN).find(([name]) => name === kind)?.[1];
  return {
    title: kind,
    ...record,
    ...properties({ kind: { const: kind }, ...propertiesOf(record) }),
    required: ['kind', ...requiredOf(record)],
    ...(between === undefined ? {} : { allOf: [between] }),
  };
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { properties: fields = {} }: { readonly properties?: Readonly<Record<string, JsonSchema>> } = schema;
  return fields;
}

function requiredOf(schema: JsonSchema): readonly string[] {
  const { required: names = [] }: { readonly required?: readonly string[] } = schema;
  return names;
}

const AREA_ENTRY: JsonSchema = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      ...properties({
        pack: { type: 'string' },
        from: { type: ['string', 'null'], description: 'first moment; absent: no beginning' },
        until: { type: ['string', 'null'], description: 'first moment after it; absent: no end' },
      }),
      ...required('pack'),
      additionalProperties: false,
    },
  ],
};

const PACK_MAP: JsonSchema = {
  type: 'object',
  propertyNames: { pattern: '^[0-9]{0,6}$' },
  additionalProperties: { type: 'array', items: AREA_ENTRY },
};

const PACK_VALUES: JsonSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'] },
  },
};

/** What a schema is of, and the schema. */
interface Described {
  readonly title: string;
  readonly description: string;
  readonly schema: () => JsonSchema;
}

const SCHEMAS = {
  'settlement-line': {
    title: 'Settlement line（费用明细）',
    description: 'A line on settlement.lines.v1, or a row of a file of lines (CONTRACT 1)',
    schema: () => lineMessage(SettlementLineDto, { enum: ['line', '', null] }, false),
  },
  'line-void': {
    title: 'Void（撤销）',
    description: 'Withdraws lines, on settlement.lines.v1 or in a file of lines (CONTRACT 8)',
    schema: () => ({
      ...lineMessage(VoidDto, { const: 'void' }, true),
      anyOf: [stated('feedetl_sn'), stated('setl_id')],
    }),
  },
  'line-fact': {
    title: 'Fact（核实结果）',
    description:
      'What officers found about a line, on settlement.lines.v1 or in a file of lines (CONTRACT 8)',
    schema: () => lineMessage(FactDto, { const: 'fact' }, true),
  },
  'payment-notice': {
    title: 'Payment notice（拨付通知）',
    description: 'On settlement.payments.v1, or a row of a file of notices (CONTRACT 1, 7 and 8)',
    schema: () => {
      const notice = takenSchema(PaymentNoticeDto);
      return {
        ...notice,
        ...properties({ ...propertiesOf(notice), ...propertiesOf(takenSchema(ReceivedDto)) }),
      };
    },
  },
  'registry-record': {
    title: 'Registry record（登记备案记录）',
    description: 'On registry.changes.v1, or a row of a registry file (CONTRACT 3)',
    schema: () => ({ type: 'object', ...required('kind'), oneOf: Object.entries(RECORDS).map(recordOf) }),
  },
  decision: {
    title: 'Decision（结论）',
    description: 'On settlement.decisions.v1, and as check prints it (CONTRACT 2)',
    schema: () => publishedSchema(DecisionFields),
  },
  hold: {
    title: 'Hold（待定）',
    description: 'A line that cannot be decided yet, on settlement.holds.v1 and in --holds (CONTRACT 2)',
    schema: () => publishedSchema(HoldFields),
  },
  'hold-release': {
    title: 'Release of a hold（解除待定）',
    description: 'On settlement.holds.v1 (CONTRACT 2)',
    schema: () => publishedSchema(HoldReleaseFields),
  },
  'dead-letter-headers': {
    title: 'Headers of a dead letter',
    description:
      'On settlement.lines.dlq.v1, beside the headers and the untouched bytes it came with (CONTRACT 2)',
    schema: () => publishedSchema(DeadLetterHeaders),
  },
  'set-aside-row': {
    title: 'Set-aside row',
    description: 'A row of --set-aside (CONTRACT 2)',
    schema: () => ({
      ...publishedSchema(SetAsideRow),
      oneOf: [required('raw'), required('raw_base64')],
    }),
  },
  finding: {
    title: 'Finding（违规认定）',
    description: 'A row of score --findings (CONTRACT 4)',
    schema: () => takenSchema(FindingDto),
  },
  'score-answer': {
    title: 'Answer of score（记分结果）',
    description: 'One for each decision moment (CONTRACT 4)',
    schema: () => publishedSchema(ScoreFields),
  },
  seal: {
    title: 'Seal of a closed period（封存）',
    description: 'seal.json (CONTRACT 9)',
    schema: () => publishedSchema(SealFields),
  },
  'line-proof': {
    title: 'Inclusion proof of a line',
    description: 'As prove writes it (CONTRACT 9)',
    schema: () => publishedSchema(LineProofFields),
  },
  'pack-map': {
    title: 'Area map（地区对应关系）',
    description: 'The file of --pack-map and PACK_MAP (CONTRACT 5)',
    schema: () => PACK_MAP,
  },
  'pack-values': {
    title: 'Values of parameters（参数取值）',
    description: 'The file of --values and PACK_VALUES (CONTRACT 5)',
    schema: () => PACK_VALUES,
  },
} as const satisfies Readonly<Record<string, Described>>;

export type MessageName = keyof typeof SCHEMAS;
export const MESSAGE_NAMES = Object.keys(SCHEMAS).filter((name): name is MessageName => name in SCHEMAS);

/** The schema of a message or file, whole and by itself: it refers to no other. */
export function messageSchema(name: MessageName): JsonSchema {
  const { title, description, schema } = SCHEMAS[name];
  return { $schema: DRAFT, title, description, ...schema() };
}

/** The entry of a decision's list of reasons, which answers at the doors have too. */
export const reasonSchema = (): JsonSchema => publishedSchema(ReasonFields);
