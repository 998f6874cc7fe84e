/** RFC 6750: `Bearer`, one space, the token; nothing else is taken, no cookie, no query. */
const BEARER = /^Bearer ([A-Za-z0-9_-]{20,200})$/i;

/** The token of an Authorization header; `null` where there is none that could be one of ours. */
export const bearerTokenOf = (authorization: string | undefined): string | null =>
  authorization === undefined ? null : (BEARER.exec(authorization)?.[1] ?? null);
