import { formatInstant } from '@gatekeeper/calendar';
import { SecretField, TextField, WordsField, MatchingListField } from '../http/fields';
import type { Caller } from './caller';
import { ROLES } from './roles';
import type { Role } from './roles';
import type { Tokens } from './session-store';

const LONGEST_PASSWORD = 512;
const LONGEST_TOKEN = 200;
const LONGEST_ID_TOKEN = 16_384;
const MOST = 1_000;

export class SignInBody {
  @TextField({ max: 100, description: 'The login（账号）' })
  login!: string;

  @SecretField({ max: LONGEST_PASSWORD, description: 'The password（密码）' })
  password!: string;
}

export class RefreshBody {
  @SecretField({ max: LONGEST_TOKEN, description: 'The last refresh token, which gives new ones once' })
  refresh_token!: string;
}

export class OidcSignInBody {
  @SecretField({ max: LONGEST_ID_TOKEN, description: 'An ID token with a nonce of ours' })
  id_token!: string;
}

export class PasswordChangeBody {
  @SecretField({ max: LONGEST_PASSWORD, description: 'The password so far（现密码）' })
  current_password!: string;

  @SecretField({ max: LONGEST_PASSWORD, description: 'At least 12 characters, without the login（新密码）' })
  new_password!: string;
}

export class FirstPasswordBody {
  @SecretField({ max: LONGEST_TOKEN, description: 'As an administrator handed it over（一次性令牌）' })
  one_time_token!: string;

  @SecretField({ max: LONGEST_PASSWORD, description: 'At least 12 characters, without the login（密码）' })
  password!: string;
}

export class TokensAnswer {
  @TextField({ description: 'Send it as `Authorization: Bearer …`', max: LONGEST_TOKEN })
  access_token!: string;

  @TextField({ example: '2025-06-10T08:40:00.000+08:00' })
  access_expires_at!: string;

  @TextField({ description: 'Gives new tokens once', max: LONGEST_TOKEN })
  refresh_token!: string;

  @TextField({ example: '2025-06-10T20:30:00.000+08:00' })
  refresh_expires_at!: string;
}

export class NonceAnswer {
  @TextField({ description: 'To be the `nonce` of the ID token' })
  nonce!: string;

  @TextField({ example: '2025-06-10T08:40:00.000+08:00' })
  expires_at!: string;
}

export class MeAnswer {
  @TextField()
  user_id!: string;

  @TextField()
  login!: string;

  @WordsField(ROLES)
  roles!: readonly Role[];

  @MatchingListField(/^[0-9]{0,6}$/, { max: MOST, description: 'Prefixes of area codes; empty: everywhere' })
  areas!: readonly string[];

  @MatchingListField(/^[^\s]+$/, { max: MOST })
  institutions!: readonly string[];

  @TextField({ optional: true })
  clinician_code?: string;
}

export const tokensAnswer = (tokens: Tokens): TokensAnswer => ({
  access_token: tokens.accessToken,
  access_expires_at: formatInstant(tokens.accessExpiresAt),
  refresh_token: tokens.refreshToken,
  refresh_expires_at: formatInstant(tokens.refreshExpiresAt),
});

export const meAnswer = ({ userId, clinicianCode, ...caller }: Caller): MeAnswer => ({
  user_id: userId,
  login: caller.login,
  roles: caller.roles,
  areas: caller.areas,
  institutions: caller.institutions,
  ...(clinicianCode === null ? {} : { clinician_code: clinicianCode }),
});
