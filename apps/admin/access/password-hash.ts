import { hash, verify } from '@node-rs/argon2';
import { foldPassword } from './password-rules';

/** OWASP's first recommendation for Argon2id: 19 MiB, two passes, one lane. The package's default algorithm is Argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const WRITTEN = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** The hash of a password, with its salt and parameters, as text. */
export const hashPassword = (password: string): Promise<string> => hash(foldPassword(password), PARAMETERS);

/** Whether the password is the one of this hash. */
export const isPasswordOf = (hashed: string, password: string): Promise<boolean> =>
  verify(hashed, foldPassword(password));

/** Whether a hash was made with other parameters than today's. */
export const isOutdated = (hashed: string): boolean => !hashed.startsWith(WRITTEN);

/** A hash that no password has, for logins without one: looking at it is as much work. */
export const decoyHash = (): Promise<string> => hashPassword(crypto.randomUUID());
