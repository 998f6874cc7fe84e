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

/** What lets somebody in, in the wire's and in the domain's spelling. */
const SECRET = [
  'password',
  'current_password',
  'new_password',
  'currentPassword',
  'newPassword',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'one_time_token',
  'accessToken',
  'refreshToken',
  'idToken',
  'oneTimeToken',
  'authorization',
  'cookie',
  'nonce',
];

/** Resident identity numbers, which are kept encrypted. */
const IDENTITY = ['identity_number', 'identityNumber'];

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
  ...[...PERSONAL, ...SECRET, ...IDENTITY].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  ...OF_A_RECORD,
  ...OF_A_DATABASE_ERROR,
];
