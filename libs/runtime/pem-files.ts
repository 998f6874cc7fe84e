/** Files of certificates and keys that settings name: read and looked at before anything connects with them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SettingsError, textOfSettingFile } from './settings-error';

const CERTIFICATES = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[^]*?-----END \1-----/g;

/** What is wrong is added to `problems`, by the name of the variable; the text is `undefined` then, and where no file is named. */
export function certificatesIn(
  variable: string,
  file: string | undefined,
  problems: string[],
): string | undefined {
  const text = textOf(variable, file, problems);
  if (text === undefined) return undefined;
  if (certificatesOf(text).length > 0) return text;
  problems.push(`${variable} names a file without a certificate in PEM that can be read (${file ?? ''})`);
  return undefined;
}

/** A private key, likewise. */
export function privateKeyIn(
  variable: string,
  file: string | undefined,
  problems: string[],
): string | undefined {
  const text = textOf(variable, file, problems);
  if (text === undefined) return undefined;
  if (keyOf(text) !== null) return text;
  problems.push(
    `${variable} names a file without a private key in PEM that opens without a passphrase (${file ?? ''})`,
  );
  return undefined;
}

/** Whether the first of the certificates, which says who comes, is that of the key. */
export function belongTogether(certificates: string, key: string): boolean {
  const privateKey = keyOf(key);
  const [certificate] = certificatesOf(certificates);
  return privateKey !== null && certificate?.checkPrivateKey(privateKey) === true;
}

/** Empty where one of them cannot be read: half an authority is none. */
function certificatesOf(text: string): readonly X509Certificate[] {
  try {
    return [...text.matchAll(CERTIFICATES)].map(([certificate]) => new X509Certificate(certificate));
  } catch {
    return [];
  }
}

function keyOf(text: string): KeyObject | null {
  try {
    return createPrivateKey(text);
  } catch {
    return null;
  }
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
