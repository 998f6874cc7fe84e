import type { OperationRules } from '../access/operation';

/** Who may bring files into the registry, and take lists out of it. Handlers limit each to what the caller serves. */
export const TRANSFER_OPERATIONS = {
  uploadTransfer: {
    roles: ['registrar', 'institution_office'],
    reach: 'listed',
    summary: { en: 'Upload a file of registry records or a roster', zh: '上传登记记录文件或机构名册' },
  },
  listTransfers: {
    roles: ['registrar', 'reviewer', 'admin_department', 'institution_office'],
    reach: 'listed',
    summary: { en: 'Uploads and what became of them', zh: '上传文件及其处理情况' },
  },
  readTransfer: {
    roles: ['registrar', 'reviewer', 'admin_department', 'institution_office'],
    reach: 'listed',
    summary: {
      en: 'One upload, its state and what applying it would do',
      zh: '查看上传文件的状态和预览摘要',
    },
  },
  previewTransfer: {
    roles: ['registrar', 'reviewer', 'admin_department', 'institution_office'],
    reach: 'listed',
    summary: { en: 'Bad rows, or planned changes, of an upload', zh: '查看上传文件的问题行或拟变更内容' },
  },
  whatIfTransfer: {
    roles: ['registrar', 'reviewer', 'admin_department', 'institution_office'],
    reach: 'listed',
    summary: { en: 'What applying an upload would change of lines on file', zh: '试算应用上传文件的影响' },
  },
  confirmTransferClosing: {
    roles: ['registrar'],
    reach: 'listed',
    summary: { en: 'Confirm that a list closes so many registrations', zh: '确认名册将取消较多登记备案' },
  },
  proposeTransfer: {
    roles: ['registrar'],
    reach: 'listed',
    summary: { en: 'Propose an upload to be applied', zh: '提请应用上传文件' },
  },
  approveTransfer: {
    roles: ['reviewer'],
    reach: 'listed',
    summary: {
      en: 'Approve what a colleague proposed; it is applied then',
      zh: '审批他人提请的上传文件并应用',
    },
  },
  rejectTransfer: {
    roles: ['registrar', 'reviewer'],
    reach: 'listed',
    summary: { en: 'Reject an upload', zh: '驳回上传文件' },
  },
  readTransferTemplate: {
    roles: 'every_user',
    reach: 'none',
    summary: { en: 'An empty table to fill in', zh: '下载导入模板' },
  },
  exportRecords: {
    roles: ['registrar', 'reviewer', 'settlement_auditor', 'admin_department', 'health_authority'],
    reach: 'listed',
    summary: { en: 'A list of registry records as a file', zh: '导出登记记录' },
  },
} satisfies OperationRules;
