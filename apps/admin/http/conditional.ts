/** Conditional requests (RFC 9110): a version as an ETag, and `If-Match` asked of every change. */
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { namedProblem, Refused } from '@gatekeeper/http';
import type { Request, Response } from 'express';

const STRONG_VERSION = /^"(0|[1-9]\d{0,15})"$/;

export const etagOf = (version: number): string => `"${version}"`;

/** Tells the version of what an answer shows. */
export const setVersion = (response: Response, version: number): void =>
  void response.set('ETag', etagOf(version));

/** The version a change was made on. @throws 428 without `If-Match`, 412 where it names no version of ours. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const written = context.switchToHttp().getRequest<Request>().get('If-Match');
  if (written === undefined) {
    throw new Refused(
      namedProblem('precondition-required', {
        title: 'If-Match is missing（缺少 If-Match）',
        status: 428,
        detail:
          'Read first and send the ETag of what you change as If-Match（请先读取并以其 ETag 作为 If-Match）',
      }),
    );
  }
  const version = STRONG_VERSION.exec(written)?.[1];
  if (version === undefined) throw stale();
  return Number(version);
});

/** What was changed on is not current any more. */
export const stale = (): Refused =>
  new Refused(
    namedProblem('stale', {
      title: 'It was changed meanwhile（内容已被他人更改）',
      status: 412,
      detail: 'Read it again, look at what is new, and repeat the change（请重新读取、核对后再提交）',
    }),
  );
