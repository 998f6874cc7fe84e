import { Type } from 'class-transformer';
import { IsInt, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';
import { Checked, ProcessSettings, Variable } from '@gatekeeper/runtime';
import { identityKeyProblems } from './identity-keys';

const MOST_A_MINUTE = 1_000_000;
const KEYS = /^[A-Za-z0-9_-]{1,20}:[A-Za-z0-9+/]{43}=(,[A-Za-z0-9_-]{1,20}:[A-Za-z0-9+/]{43}=)*$/;
const KEY = /^[A-Za-z0-9+/]{43}=$/;

/** Two settings stand together or not at all. */
const needsIdentityKeys = ({ identityKeys, identityIndexKey }: IdentitySettings): boolean =>
  identityKeys !== undefined || identityIndexKey !== undefined;
const needsProvider = ({ oidcIssuer, oidcClientId }: AccessSettings): boolean =>
  oidcIssuer !== undefined || oidcClientId !== undefined;

/** What the keys of identity numbers are read from; `npm run admin` needs no more than this. */
@Checked(identityKeyProblems)
export abstract class IdentitySettings extends ProcessSettings {
  /** `id:base64` of 32 bytes each; the first encrypts, the others still decrypt. */
  @Variable('IDENTITY_KEYS', { secret: true })
  @ValidateIf(needsIdentityKeys)
  @Matches(KEYS, {
    message:
      'identityKeys must be id:key,… with keys of 32 bytes in base64, given together with IDENTITY_INDEX_KEY',
  })
  identityKeys?: string;

  /** Of the blind index; another one than any that encrypts. */
  @Variable('IDENTITY_INDEX_KEY', { secret: true })
  @ValidateIf(needsIdentityKeys)
  @Matches(KEY, {
    message: 'identityIndexKey must be a key of 32 bytes in base64, given together with IDENTITY_KEYS',
  })
  identityIndexKey?: string;
}

/** What access is told by the environment. */
export abstract class AccessSettings extends IdentitySettings {
  /** The issuer of ID tokens; without it nobody signs in by one. */
  @Variable('OIDC_ISSUER')
  @ValidateIf(needsProvider)
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  oidcIssuer?: string;

  @Variable('OIDC_CLIENT_ID')
  @ValidateIf(needsProvider)
  @IsString({ message: 'oidcClientId must be given together with OIDC_ISSUER' })
  oidcClientId?: string;

  /** Requests of one address a minute to sign in, refresh, set a password. */
  @Variable('RATE_LIMIT_SIGN_IN')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_A_MINUTE)
  rateLimitSignIn = 30;

  /** Requests of one user a minute. */
  @Variable('RATE_LIMIT_USER')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_A_MINUTE)
  rateLimitUser = 600;

  /** Requests of one address a minute to what needs no session, and with sessions that are none. */
  @Variable('RATE_LIMIT_PUBLIC')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_A_MINUTE)
  rateLimitPublic = 300;

  /** How many proxies stand in front and add to X-Forwarded-For; 0: none is believed. */
  @Variable('TRUSTED_PROXIES')
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10)
  trustedProxies = 0;
}
