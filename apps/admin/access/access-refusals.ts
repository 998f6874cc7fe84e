/** The refusals of access, as problem documents. None says whether a login, a session or a subject exists. */
import { namedProblem, Refused, unacceptable } from '@gatekeeper/http';
import type { ProblemDetails } from '@gatekeeper/http';
import type { ConfigurationProblem } from './configuration';
import type { UserRefusal } from './user-outcome';

export const noSession = (): Refused =>
  new Refused(
    namedProblem('no-session', {
      title: 'No session（未登录或登录已失效）',
      status: 401,
      detail:
        'Sign in, or refresh the session, and send the access token as a bearer token（请登录或刷新后携带访问令牌）',
    }),
    { 'WWW-Authenticate': 'Bearer' },
  );

export const signInRefused = (): Refused =>
  new Refused(
    namedProblem('sign-in-refused', {
      title: 'Not signed in（登录失败）',
      status: 401,
      detail:
        'Login or password are wrong, or the user may not sign in now; after five attempts wait 15 minutes（账号或密码错误，或暂不可登录；连续五次失败后请等待 15 分钟）',
    }),
    { 'WWW-Authenticate': 'Bearer' },
  );

export const unprintableAddress = (): Refused =>
  new Refused(
    namedProblem('unprintable-address', {
      title: 'The address has a control character（地址含控制字符）',
      status: 400,
      detail: 'No code and no word has one; look at what was put into the address（请检查地址内容）',
    }),
  );

export const notAllowed = (): Refused =>
  new Refused(
    namedProblem('not-allowed', {
      title: 'Not allowed（无此权限）',
      status: 403,
      detail: 'None of your roles may do this（您的角色无权进行此操作）',
    }),
  );

export const outOfScope = (): Refused =>
  new Refused(
    namedProblem('out-of-scope', {
      title: 'Outside your scope（超出管辖范围）',
      status: 403,
      detail: 'It is not on file within the areas and institutions you serve（所辖区域和机构内无此对象）',
    }),
  );

export const subjectUnnamed = (field: string): Refused =>
  new Refused(
    unacceptable([
      { path: field, code: 'FIELD_MISSING', expected: 'what this is about, as text', got: 'nothing' },
    ]),
  );

/** @param seconds until the next request may be made. */
export const tooMany = (seconds: number): Refused =>
  new Refused(
    namedProblem('too-many-requests', {
      title: 'Too many requests（请求过于频繁）',
      status: 429,
      detail: `Ask again in ${seconds} s（请于 ${seconds} 秒后重试）`,
    }),
    { 'Retry-After': String(seconds) },
  );

export const oidcNotSetUp = (): Refused =>
  new Refused(
    namedProblem('oidc-not-set-up', {
      title: 'No provider of ID tokens is set up（未配置统一身份认证）',
      status: 404,
      detail: 'Sign in with login and password（请用账号密码登录）',
    }),
  );

export const identityKeysMissing = (): Refused =>
  new Refused(
    namedProblem('identity-keys-missing', {
      title: 'Identity and phone numbers cannot be kept yet（尚不能登记身份证号和联系电话）',
      status: 503,
      detail: 'IDENTITY_KEYS and IDENTITY_INDEX_KEY are to be set（请配置加密密钥）',
    }),
  );

export const tokenRefused = (): Refused =>
  new Refused(
    namedProblem('token-refused', {
      title: 'The token gives nothing（令牌无效）',
      status: 401,
      detail:
        'It was used, has expired, or never was; ask for another（令牌已使用、过期或不存在，请重新申请）',
    }),
  );

export const passwordRefused = (path: string, expected: string): Refused =>
  new Refused(unacceptable([{ path, code: 'FIELD_INVALID', expected, got: 'a password that is not shown' }]));

const conflictOf = (name: string, title: string, detail: string): ProblemDetails =>
  namedProblem(name, { title, status: 409, detail });

/** Why a user stays as it was. */
export function userRefused(refusal: UserRefusal): Refused {
  if (typeof refusal === 'object') return new Refused(unacceptable(refusal.configuration.map(fieldOf)));
  return new Refused(USER_PROBLEMS[refusal]);
}

const fieldOf = ({
  field,
  expected,
}: ConfigurationProblem): { path: string; code: 'FIELD_INVALID'; expected: string; got: string } => ({
  path: field,
  code: 'FIELD_INVALID',
  expected,
  got: 'another configuration',
});

const USER_PROBLEMS: Readonly<Record<Extract<UserRefusal, string>, ProblemDetails>> = {
  not_found: namedProblem('not-on-file', {
    title: 'No such user（无此账号）',
    status: 404,
    detail: 'There is none of this id in your scope（管辖范围内无此账号）',
  }),
  login_taken: conflictOf('login-taken', 'The login is taken（账号名已占用）', 'Choose another（请另选）'),
  subject_taken: conflictOf(
    'subject-taken',
    'Another user signs in by this sub（该统一身份已绑定其他账号）',
    'One sub stands for one user（一个统一身份只能绑定一个账号）',
  ),
  beyond_own_scope: namedProblem('out-of-scope', {
    title: 'Outside your scope（超出管辖范围）',
    status: 403,
    detail: 'You grant nothing beyond your own areas and institutions（不得授予超出本人管辖的范围）',
  }),
  oneself: namedProblem('not-oneself', {
    title: 'Not on oneself（不得操作本人账号）',
    status: 403,
    detail: 'A colleague has to do it（须由其他管理员办理）',
  }),
  own_proposal: namedProblem('second-person-needed', {
    title: 'A second person is needed（须由另一人审批）',
    status: 403,
    detail: 'Whoever proposed it does not decide it（申请人不得审批）',
  }),
  proposal_waits: conflictOf(
    'proposal-waits',
    'A proposal waits to be decided（已有待审批的申请）',
    'Decide it first（请先审批）',
  ),
  other_proposal: conflictOf(
    'other-proposal',
    'This is not what waits to be decided（待审批的不是此申请）',
    'Read the user again（请重新查看账号）',
  ),
  not_active: conflictOf(
    'user-not-active',
    'The user is not active（账号未启用或已注销）',
    'Look at its history（请查看变更记录）',
  ),
};
