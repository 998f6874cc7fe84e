/** Answers that anybody between us and the reader may keep: an ETag of their content, and for how long they are fresh. */
import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** A status holds whole days: a minute more or less is what booking platforms can live with. */
export const FRESH_SECONDS = 60;

/**
 * Names the content; a reader that already has it is answered 304 without a body. By content, not by the registry's version: a status
 * also changes where a period begins or ends, without a write.
 */
export function keepable<Body extends object>(response: Response, body: Body): Body {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  response.set('ETag', `"${digest}"`);
  response.set('Cache-Control', `public, max-age=${FRESH_SECONDS}`);
  return body;
}
