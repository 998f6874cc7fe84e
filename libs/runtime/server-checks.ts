/** What must hold of the settings of one server together, and of the files they name. */
import { certificatesIn, privateKeyIn } from './pem-files';
import { variableOf } from './settings';

/** libpq's, without `allow`, which the client here does not know. */
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];
/** With these nobody asks who signed the server's certificate. */
const WITHOUT_AUTHORITY = ['disable', 'prefer'];

const NO_ADDRESS =
  'DATABASE_URL cannot be read as an address: in a user or a password, % @ : / ? # are written %25 %40 %3A %2F %3F %23';

/** Of PostgreSQL. */
export function databaseProblems({
  databaseUrl,
  databaseCaFile,
}: {
  readonly databaseUrl?: string | undefined;
  readonly databaseCaFile?: string | undefined;
}): readonly string[] {
  const problems: string[] = [];
  certificatesIn('DATABASE_CA_FILE', databaseCaFile, problems);
  if (databaseUrl === undefined) return problems;
  const parameters = parametersOf(databaseUrl);
  if (parameters === null) return [NO_ADDRESS, ...problems];
  for (const mode of parameters.getAll('sslmode')) {
    if (!SSL_MODES.includes(mode))
      problems.push(`DATABASE_URL has ${modeTold(mode)}, which is none of ${SSL_MODES.join(', ')}`);
    if (databaseCaFile !== undefined && WITHOUT_AUTHORITY.includes(mode))
      problems.push(`DATABASE_CA_FILE is set, which means nothing with sslmode=${mode} in DATABASE_URL`);
    if (mode === 'verify-ca' && databaseCaFile === undefined && !parameters.has('sslrootcert'))
      problems.push('DATABASE_CA_FILE is needed with sslmode=verify-ca in DATABASE_URL');
  }
  for (const name of ['sslrootcert', 'sslcert'])
    certificatesIn(`DATABASE_URL (${name})`, parameters.get(name) ?? undefined, problems);
  privateKeyIn('DATABASE_URL (sslkey)', parameters.get('sslkey') ?? undefined, problems);
  return problems;
}

/** As the client takes an address apart; `null` where it cannot. A host may be left out: the client reads a socket's then. */
function parametersOf(databaseUrl: string): URLSearchParams | null {
  for (const address of [databaseUrl, databaseUrl.replace('@/', '@localhost/')])
    if (URL.canParse(address)) return new URL(address).searchParams;
  return null;
}

/** Only what can be the name of a mode is shown: an address that was put together wrongly may have its password there. */
const modeTold = (mode: string): string =>
  /^[a-z-]{1,20}$/i.test(mode) ? `sslmode=${mode}` : 'an sslmode that is not shown';

/** Of Redis. */
export function redisProblems({
  redisUrl,
  redisCaFile,
}: {
  readonly redisUrl?: string | undefined;
  readonly redisCaFile?: string | undefined;
}): readonly string[] {
  const problems: string[] = [];
  certificatesIn('REDIS_CA_FILE', redisCaFile, problems);
  const encrypted = (redisUrl ?? '').split(',').map((node) => node.trim().startsWith('rediss:'));
  if (redisCaFile !== undefined && !encrypted.includes(true))
    problems.push('REDIS_CA_FILE is set, which means nothing without rediss:// in REDIS_URL');
  if (encrypted.includes(true) && encrypted.includes(false))
    problems.push('REDIS_URL has nodes by redis:// and others by rediss://: a cluster is reached in one way');
  return problems;
}

/** Health and figures have a port of their own, or none. */
export function portProblems(settings: {
  readonly port: number;
  readonly metricsPort?: number | undefined;
}): readonly string[] {
  const { port, metricsPort } = settings;
  // 0 is a free port, another one for each.
  return metricsPort === port && port !== 0
    ? [
        `METRICS_PORT and ${variableOf(settings, 'port')} are both ${port}: set one of them to another port, or leave METRICS_PORT out`,
      ]
    : [];
}
