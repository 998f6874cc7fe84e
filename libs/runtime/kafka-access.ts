import { belongTogether, certificatesIn, privateKeyIn } from './pem-files';

/** The ways to say by password who one is that this system speaks, as KAFKA_SASL_MECHANISM has them. */
export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** What settings state of it; files by their paths. */
interface StatedKafkaAccess {
  readonly kafkaTls: 'true' | 'false';
  readonly kafkaCaFile?: string;
  readonly kafkaCertFile?: string;
  readonly kafkaKeyFile?: string;
  readonly kafkaSaslMechanism?: SaslMechanism;
  readonly kafkaUsername?: string;
  readonly kafkaPassword?: string;
}

/** How brokers that do not trust everyone are reached; what is absent is not used. */
export interface KafkaAccess {
  /** PEM texts. Without `ca` the authorities that Node knows; `cert` and `key` where brokers ask who comes. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  };
}

/** What the settings and the files they name say; or every variable that is missing, out of place or unusable, never its content. */
export function readKafkaAccess(
  settings: StatedKafkaAccess,
):
  | { readonly ok: true; readonly value: KafkaAccess }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const tls = tlsOf(settings, problems);
  const sasl = saslOf(settings, problems);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: { ...(tls === undefined ? {} : { tls }), ...(sasl === undefined ? {} : { sasl }) },
  };
}

function tlsOf(
  { kafkaTls, kafkaCaFile, kafkaCertFile, kafkaKeyFile }: StatedKafkaAccess,
  problems: string[],
): KafkaAccess['tls'] {
  if (kafkaTls !== 'true') {
    const files = {
      KAFKA_CA_FILE: kafkaCaFile,
      KAFKA_CERT_FILE: kafkaCertFile,
      KAFKA_KEY_FILE: kafkaKeyFile,
    };
    for (const [name, file] of Object.entries(files))
      if (file !== undefined) problems.push(`${name} is set, which means nothing without KAFKA_TLS=true`);
    return undefined;
  }
  if (kafkaCertFile !== undefined && kafkaKeyFile === undefined)
    problems.push('KAFKA_KEY_FILE is needed together with KAFKA_CERT_FILE');
  if (kafkaKeyFile !== undefined && kafkaCertFile === undefined)
    problems.push('KAFKA_CERT_FILE is needed together with KAFKA_KEY_FILE');
  const ca = certificatesIn('KAFKA_CA_FILE', kafkaCaFile, problems);
  const cert = certificatesIn('KAFKA_CERT_FILE', kafkaCertFile, problems);
  const key = privateKeyIn('KAFKA_KEY_FILE', kafkaKeyFile, problems);
  if (cert !== undefined && key !== undefined && !belongTogether(cert, key))
    problems.push('KAFKA_KEY_FILE holds another key than that of the first certificate of KAFKA_CERT_FILE');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function saslOf(
  { kafkaSaslMechanism: mechanism, kafkaUsername: username, kafkaPassword: password }: StatedKafkaAccess,
  problems: string[],
): KafkaAccess['sasl'] {
  if (mechanism === undefined) {
    if (username !== undefined || password !== undefined)
      problems.push('KAFKA_SASL_MECHANISM is needed with KAFKA_USERNAME and KAFKA_PASSWORD');
    return undefined;
  }
  if (username === undefined) problems.push('KAFKA_USERNAME is needed with KAFKA_SASL_MECHANISM');
  if (password === undefined)
    problems.push('KAFKA_PASSWORD (or KAFKA_PASSWORD_FILE) is needed with KAFKA_SASL_MECHANISM');
  return username === undefined || password === undefined ? undefined : { mechanism, username, password };
}
