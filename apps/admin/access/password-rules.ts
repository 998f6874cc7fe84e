import { foldLogin } from './user';

const SHORTEST = 12;
const LONGEST = 128;

/** Passwords are compared in one spelling of Unicode (NFKC): another keyboard types the same password. */
export const foldPassword = (password: string): string => password.normalize('NFKC');

/** What a password must be that this one is not; `null` for one that may be taken. */
export function passwordProblem(password: string, login: string): string | null {
  const folded = foldPassword(password);
  const length = Array.from(folded).length;
  if (length < SHORTEST || length > LONGEST) return `${SHORTEST} to ${LONGEST} characters`;
  const lower = folded.toLowerCase();
  if (lower.includes(foldLogin(login))) return 'a password without the login in it';
  if (new Set(Array.from(lower)).size < 4) return 'a password of at least 4 different characters';
  return null;
}
