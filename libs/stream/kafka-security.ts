import { SettingsError, textOfSettingFile } from '@gatekeeper/runtime';
import type { KafkaAccessSettings } from '@gatekeeper/runtime';
import type { KafkaSecurity } from './kafka-connection';

/**
 * How the brokers are reached, as the settings and the files they name say.
 * @throws SettingsError naming every variable that is missing, out of place, or whose file cannot be read; never its content.
 */
export function kafkaSecurityOf(settings: KafkaAccessSettings): KafkaSecurity {
  const problems: string[] = [];
  const tls = tlsOf(settings, problems);
  const sasl = saslOf(settings, problems);
  if (problems.length > 0) throw new SettingsError(problems);
  return { ...(tls === undefined ? {} : { tls }), ...(sasl === undefined ? {} : { sasl }) };
}

function tlsOf(
  { kafkaTls, kafkaCaFile, kafkaCertFile, kafkaKeyFile }: KafkaAccessSettings,
  problems: string[],
): KafkaSecurity['tls'] {
  const files = { KAFKA_CA_FILE: kafkaCaFile, KAFKA_CERT_FILE: kafkaCertFile, KAFKA_KEY_FILE: kafkaKeyFile };
  if (kafkaTls !== 'true') {
    for (const [name, file] of Object.entries(files))
      if (file !== undefined) problems.push(`${name} is set, which means nothing without KAFKA_TLS=true`);
    return undefined;
  }
  if ((kafkaCertFile === undefined) !== (kafkaKeyFile === undefined))
    problems.push('KAFKA_CERT_FILE and KAFKA_KEY_FILE are needed together');
  const [ca, cert, key] = Object.entries(files).map(([name, file]) => textOf(name, file, problems));
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function textOf(variable: string, file: string | undefined, problems: string[]): string | undefined {
  if (file === undefined) return undefined;
  try {
    return textOfSettingFile(variable, file);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function saslOf(
  { kafkaSaslMechanism: mechanism, kafkaUsername: username, kafkaPassword: password }: KafkaAccessSettings,
  problems: string[],
): KafkaSecurity['sasl'] {
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
