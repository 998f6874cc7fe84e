/** How the parts of a person's file are said in Chinese. */
import type { Measure } from '@gatekeeper/scoring';
import type { DeregistrationReason, RegistryRecordKind, SanctionCause } from '@gatekeeper/vocabulary';
import { writtenDay } from '@gatekeeper/documents';
import type { DeadlineOnFile, SanctionFiled, SanctionState } from '../person-file/person-file';
import type { SiteLack, SiteStatus } from '../standing/site-status';

export const CAUSE_WORDS: Readonly<Record<SanctionCause, string>> = {
  points: '记分',
  discipline: '纪检监察处理',
  practice_order: '责令暂停执业',
  certificate: '执业证书',
  institution: '机构协议处理',
  department: '科室协议处理',
  other: '其他',
};

export const STATE_WORDS: Readonly<Record<SanctionState, string>> = {
  annulled: '已撤销',
  to_come: '尚未开始',
  running: '执行中',
  not_restored: '期满未恢复',
  over: '已结束',
};

export const SANCTION_WORDS: Readonly<Record<SanctionFiled['status'], string>> = {
  suspended: '暂停',
  terminated: '终止',
};

export const LEAVING_WORDS: Readonly<Record<DeregistrationReason, string>> = {
  left: '离职',
  retired: '退休',
  deceased: '死亡',
  licence_cancelled: '执业证书注销',
  other: '其他',
};

const LACK_WORDS: Readonly<Record<SiteLack, string>> = {
  uncommitted: '无有效服务承诺',
  expired: '证书或协议已过期',
};

export const KIND_WORDS: Readonly<Record<RegistryRecordKind, string>> = {
  institution: '机构',
  institution_status: '机构状态',
  department_status: '科室状态',
  clinician: '人员',
  registration: '登记备案',
  pharmacy_principal: '药店主要负责人',
  sanction: '处理',
  restoration: '恢复',
  revision: '变更期限',
  annulment: '撤销',
  deregistration: '取消登记备案',
  withdrawal: '撤回',
  exemption: '例外',
};

export const DEADLINE_STATE_WORDS: Readonly<Record<DeadlineOnFile['state'], string>> = {
  open: '未到期',
  met: '已办结',
  overdue: '已逾期',
  withdrawn: '不再适用',
};

export function statusWords(status: SiteStatus): string {
  switch (status.kind) {
    case 'normal':
      return withLacks('正常', status.lacks);
    case 'suspended':
    case 'terminated': {
      const [{ served }] = status.standing;
      return withLacks(`${SANCTION_WORDS[status.kind]}${served ? '（期满未恢复）' : ''}`, status.lacks);
    }
    case 'not_registered':
      return '未登记备案';
    case 'deregistered':
      return `已取消登记备案${status.reason === null ? '' : `（${LEAVING_WORDS[status.reason]}）`}`;
    case 'unknown':
      return '待核实：该地区无可适用的办法';
  }
}

const withLacks = (status: string, lacks: readonly SiteLack[]): string =>
  [status, ...lacks.map((lack) => LACK_WORDS[lack])].join('；');

export function measureWords(measure: Measure): string {
  switch (measure.outcome) {
    case 'none':
      return '不作处理';
    case 'inform':
      return '告知机构，提醒谈话';
    case 'suspend':
      return `暂停 ${range(measure.months)} 个月${period(measure)}`;
    case 'terminate':
      return `终止，${range(measure.barYears)} 年内不得登记备案${period(measure)}`;
  }
}

const range = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? String(from) : `${from}–${to}`;

const period = ({ from, lastDay }: Extract<Measure, { readonly lastDay: unknown }>): string =>
  `，自${writtenDay(from)}起${lastDay === null ? '' : `至${writtenDay(lastDay)}止`}`;
