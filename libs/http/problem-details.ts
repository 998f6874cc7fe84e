import { STATUS_CODES } from 'node:http';
import type { Problem } from '@gatekeeper/wire';

/** The media type of every answer of 400 and above (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** An answer of 400 and above. Titles and details are in both languages; neither says whose line it was. */
export interface ProblemDetails {
  /** A name that stays; `about:blank` where the status says it all. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What is wrong, field by field. */
  readonly errors?: readonly Problem[];
  /** Of a gatekeeper that is not ready: each part and its state. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Of what was agreed to and is no longer so: how it stands now. */
  readonly changed?: object;
}

/** The largest body that is taken: 2 MiB, after decompression. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

const nameOf = (name: string): string => `urn:settlement-gatekeeper:problem:${name}`;

/** A problem of an app's own, under a name that stays. */
export const namedProblem = (name: string, problem: Omit<ProblemDetails, 'type'>): ProblemDetails => ({
  type: nameOf(name),
  ...problem,
});

export const unreadable = (errors: readonly Problem[]): ProblemDetails => ({
  type: nameOf('unreadable-body'),
  title: 'The body cannot be read（请求体无法读取）',
  status: 400,
  detail: 'The body must be one JSON object in UTF-8, no key twice（请求体须为 UTF-8 JSON 对象，键不得重复）',
  errors,
});

export const unacceptable = (errors: readonly Problem[]): ProblemDetails => ({
  type: nameOf('unacceptable-request'),
  title: 'The request cannot be answered as it stands（请求内容有误，无法答复）',
  status: 422,
  detail: 'Every field that is wrong or missing is named in errors（有误或缺失的字段见 errors）',
  errors,
});

export const tooLarge = (): ProblemDetails => ({
  type: nameOf('body-too-large'),
  title: 'The body is too large（请求体过大）',
  status: 413,
  detail: `At most ${BODY_LIMIT_BYTES} bytes are taken: send less at once（请减少每次提交的内容）`,
});

export const nothingHere = (): ProblemDetails => ({
  type: nameOf('nothing-here'),
  title: 'Nothing is served here（此路径无服务）',
  status: 404,
  detail: 'What is served, and by which method, is in /openapi.json（接口说明见 /openapi.json）',
});

export const outage = (): ProblemDetails => ({
  type: nameOf('outage'),
  title: 'A server behind this service does not answer（后端服务暂不可用）',
  status: 503,
  detail: 'Nothing was decided or written; ask again later（未作任何判定或写入，请稍后重试）',
});

export const notReady = (parts: Readonly<Record<string, string>>): ProblemDetails => ({
  type: nameOf('not-ready'),
  title: 'Not ready（尚未就绪）',
  status: 503,
  detail: 'The parts that fail are named in parts（未就绪部件见 parts）',
  parts,
});

export const defect = (): ProblemDetails => ({
  type: nameOf('defect'),
  title: 'The service failed（系统内部错误）',
  status: 500,
  detail: 'Nothing was decided or written; the log says more（未作任何判定或写入，详见系统日志）',
});

/** A refusal of HTTP's own machinery: a method, an encoding, an aborted upload. */
export const plainRefusal = (status: number): ProblemDetails => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Refused',
  status,
  detail: 'The request is not one that is served here; see /openapi.json（接口说明见 /openapi.json）',
});
