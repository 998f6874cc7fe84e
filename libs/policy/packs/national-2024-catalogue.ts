/** What the national scheme scores (N23 annex 2, edition 2024; READINGS 2.2): points chosen inside a band. */
import type { Range } from '../parameter-kind';
import type { Situation } from '../situation';
import { citeN23 } from './national-2024-settings';

/** One item of a band; the annex recommends, so a province may differ. */
function situation(points: Range, item: number, zh: string, en: string): Situation {
  return {
    code: `N23-${points.from}-${points.to}-${item}`,
    points,
    zh,
    en,
    citation: citeN23('annex-2', en),
  };
}

const LIGHT: Range = { from: 1, to: 3 };
const MEDIUM: Range = { from: 4, to: 6 };
const SERIOUS: Range = { from: 7, to: 9 };
const GRAVE: Range = { from: 10, to: 12 };

/** General, major and main responsibility choose low, in the middle and high inside the band. */
export const NATIONAL_2024_CATALOGUE: readonly Situation[] = [
  situation(
    LIGHT,
    1,
    '机构因协议被处违约金，本人负有责任',
    'responsible where the institution had to pay liquidated damages under its agreement',
  ),
  situation(
    LIGHT,
    2,
    '公立机构人员无正当理由超规定使用高价非中选产品，经医保部门通报',
    'overuse of dear products outside the central purchase at a public hospital, without good reason, notified',
  ),
  situation(LIGHT, 3, '其他轻微情形', 'other cases of this band'),
  situation(
    MEDIUM,
    1,
    '机构或科室依条例第38、39条受罚，本人负有责任',
    'responsible where institution or department was penalised under articles 38 or 39 of the Regulation',
  ),
  situation(MEDIUM, 2, '其他较重情形', 'other cases of this band'),
  situation(
    SERIOUS,
    1,
    '替未登记或已暂停、终止的人员顶名结算',
    "letting someone unregistered, suspended or terminated settle under one's own name",
  ),
  situation(SERIOUS, 2, '其他严重情形', 'other cases of this band'),
  situation(
    GRAVE,
    1,
    '机构或科室依条例第40条受罚，本人负有责任',
    'responsible where institution or department was penalised under article 40 of the Regulation',
  ),
  situation(GRAVE, 2, '执业注册被注销或证书被吊销、撤销', 'registration cancelled or certificate revoked'),
  situation(GRAVE, 3, '其他特别严重情形', 'other cases of this band'),
];
