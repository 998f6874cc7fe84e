import type { OperationRules } from './operation';

export const ACCESS_OPERATIONS = {
  signIn: {
    roles: 'public',
    reach: 'none',
    limitedBy: 'sign_in',
    summary: { en: 'Sign in with login and password', zh: '用账号和密码登录' },
  },
  signInWithOidc: {
    roles: 'public',
    reach: 'none',
    limitedBy: 'sign_in',
    summary: { en: 'Sign in with an ID token', zh: '用统一身份认证的 ID 令牌登录' },
  },
  startOidc: {
    roles: 'public',
    reach: 'none',
    limitedBy: 'sign_in',
    summary: { en: 'Get a nonce for an ID token', zh: '取得 ID 令牌所需的 nonce' },
  },
  refreshSession: {
    roles: 'public',
    reach: 'none',
    limitedBy: 'sign_in',
    summary: { en: 'Exchange a refresh token for new tokens', zh: '用刷新令牌换取新令牌' },
  },
  signOut: {
    roles: 'every_user',
    reach: 'none',
    summary: { en: 'End this session', zh: '退出登录' },
  },
  readMe: {
    roles: 'every_user',
    reach: 'none',
    summary: { en: 'Who I am and what I may do', zh: '查看本人账号和权限' },
  },
  changePassword: {
    roles: 'every_user',
    reach: 'none',
    summary: { en: 'Change my password', zh: '修改本人密码' },
  },
  setFirstPassword: {
    roles: 'public',
    reach: 'none',
    limitedBy: 'sign_in',
    summary: { en: 'Set a password with a one-time token', zh: '用一次性令牌设置密码' },
  },
  listUsers: {
    roles: ['user_administrator'],
    reach: 'listed',
    summary: { en: 'List users', zh: '账号列表' },
  },
  readUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'One user with its history', zh: '查看账号及其变更记录' },
  },
  applyForUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Apply for a user', zh: '申请账号' },
  },
  approveUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Approve what a colleague applied for', zh: '审批他人提交的账号申请' },
  },
  refuseUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Refuse what a colleague applied for', zh: '驳回他人提交的账号申请' },
  },
  configureUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Propose roles and scope of a user', zh: '提出账号的角色和范围配置' },
  },
  revokeUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Revoke a user at once', zh: '注销账号，立即生效' },
  },
  endSessionsOfUser: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'End every session of a user', zh: '终止账号的全部会话' },
  },
  issueOneTimeToken: {
    roles: ['user_administrator'],
    reach: 'none',
    summary: { en: 'Issue a one-time token to set a password', zh: '签发设置密码用的一次性令牌' },
  },
  recordIdentity: {
    roles: ['registrar'],
    reach: { clinician: { in: 'params', field: 'code' } },
    summary: { en: "Record a clinician's identity number", zh: '登记医务人员身份证号' },
  },
  readIdentity: {
    roles: ['registrar', 'admin_department'],
    reach: { clinician: { in: 'params', field: 'code' } },
    summary: { en: "A clinician's identity number, masked", zh: '查看医务人员身份证号（掩码）' },
  },
  lookUpIdentity: {
    roles: ['registrar', 'admin_department'],
    reach: 'listed',
    summary: { en: 'Find a clinician by identity number', zh: '按身份证号查找医务人员' },
  },
  recordPhone: {
    roles: ['registrar', 'institution_office', 'clinician'],
    reach: { clinician: { in: 'params', field: 'code' } },
    summary: { en: "Record a clinician's phone number", zh: '登记医务人员联系电话' },
  },
  readPhone: {
    roles: ['registrar', 'admin_department', 'institution_office', 'clinician'],
    reach: { clinician: { in: 'params', field: 'code' } },
    summary: { en: "A clinician's phone number, masked", zh: '查看医务人员联系电话（掩码）' },
  },
} as const satisfies OperationRules;
