import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import { isOutage, poolOf, timestampText } from '@gatekeeper/database';
import { messageOf, Outage } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { DataSource } from 'typeorm';
import { newToken, tokenHash } from './opaque-token';
import { userOfSubject } from './user-store';

/** Who issues the ID tokens, and for whom. */
export interface OidcProvider {
  /** As the tokens name it, and where `/.well-known/openid-configuration` is. */
  readonly issuer: string;
  readonly clientId: string;
}

/** Signatures by a private key only: with a shared secret whoever verifies could also sign. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const NONCE_MS = 10 * 60_000;
const DISCOVERY_TIMEOUT_MS = 5_000;

export interface Nonce {
  readonly nonce: string;
  readonly expiresAt: Instant;
}

/** Signing in by an ID token: a nonce of ours makes each token good for one sign-in. */
export class Oidc {
  private keys: Promise<JWTVerifyGetKey> | null = null;

  constructor(
    private readonly provider: OidcProvider,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** A nonce for the request at the provider. */
  async issueNonce(): Promise<Nonce> {
    const pool = poolOf(this.dataSource);
    const now = this.clock.now();
    const nonce = newToken('nonce');
    const expiresAt = plusMs(now, NONCE_MS);
    await pool.query('DELETE FROM oidc_nonce WHERE expires_at <= $1', [timestampText(now)]);
    await pool.query('INSERT INTO oidc_nonce (nonce_hash, expires_at) VALUES ($1, $2)', [
      tokenHash(nonce),
      timestampText(expiresAt),
    ]);
    return { nonce, expiresAt };
  }

  /** The user an ID token stands for; `null` for a token that is not good, or of nobody here. @throws an outage of the provider. */
  async userOf(idToken: string): Promise<string | null> {
    const claims = await this.verify(idToken);
    if (claims?.sub === undefined || typeof claims.nonce !== 'string') return null;
    if (!(await this.useUp(claims.nonce))) return null;
    return userOfSubject(poolOf(this.dataSource), claims.sub);
  }

  private async verify(idToken: string): Promise<JWTPayload | null> {
    const { issuer, clientId } = this.provider;
    try {
      const { payload } = await jwtVerify(idToken, await this.keySet(), {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
        currentDate: new Date(this.clock.now()),
      });
      return isMeantFor(payload, clientId) ? payload : null;
    } catch (error) {
      if (isRefusal(error)) return null;
      throw isOutage(error) ? error : new Outage(issuer, messageOf(error), { cause: error });
    }
  }

  private async useUp(nonce: string): Promise<boolean> {
    const { rowCount } = await poolOf(this.dataSource).query(
      'DELETE FROM oidc_nonce WHERE nonce_hash = $1 AND expires_at > $2',
      [tokenHash(nonce), timestampText(this.clock.now())],
    );
    return rowCount === 1;
  }

  /** Found once; a provider that did not answer is asked again by the next sign-in. */
  private async keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??= discover(this.provider.issuer);
    try {
      return await this.keys;
    } catch (error) {
      this.keys = null;
      throw error;
    }
  }
}

/** A token for several audiences must say that it was asked for by us (OpenID Connect Core 3.1.3.7). */
const isMeantFor = ({ aud, azp }: JWTPayload, clientId: string): boolean =>
  azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId;

/** The token is at fault, not the provider. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== 'ERR_JOSE_GENERIC';

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS),
    redirect: 'error',
  });
  const found: unknown = await response.json();
  const keys: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'jwks_uri') : null;
  const named: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'issuer') : null;
  if (typeof keys !== 'string' || named !== issuer)
    throw new Outage(issuer, 'its openid-configuration names no keys, or another issuer');
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: DISCOVERY_TIMEOUT_MS });
}

/** Nest's token for `Oidc`, `null` where no provider is set up. */
export const OIDC = Symbol('sign-in by ID token');
