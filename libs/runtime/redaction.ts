/**
 * Personal data that a log line may never carry, wherever an object brings it along: the insured person's token, names
 * and clinician codes (in the wire's and in the domain's spelling), message bodies, and what database errors quote of a row.
 */
const PERSONAL = [
  'psn_token',
  'insuredPersonToken',
  'bilg_dr_name',
  'orders_dr_name',
  'bilg_dr_codg',
  'orders_dr_code',
  'orderingName',
  'orderingCode',
  'performingName',
  'performingCode',
  'clinicianCode',
  'clinicianName',
  'value',
  'raw',
  'raw_base64',
  'body',
];

/** A registry record's own `code` and `name`; alone, these two words also name error codes and metrics. */
const OF_A_RECORD = [
  'record.code',
  'record.name',
  'subject.code',
  '*.record.code',
  '*.record.name',
  '*.subject.code',
];

/** PostgreSQL quotes row values in `detail` and `where`; TypeORM keeps the parameters of the failed query. */
const OF_A_DATABASE_ERROR = ['detail', 'where', 'parameters', 'driverError', 'query'].flatMap((field) => [
  `err.${field}`,
  `error.${field}`,
  `err.cause.${field}`,
]);

export const REDACTED_PATHS: readonly string[] = [
  ...PERSONAL.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  ...OF_A_RECORD,
  ...OF_A_DATABASE_ERROR,
];
