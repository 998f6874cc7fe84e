/** Why a sample, its lines or its results cannot be taken, in both languages. */
import type { Refused as RefusedType } from '@gatekeeper/http';
import { Refused, unacceptable } from '@gatekeeper/http';
import { conflict } from '../http/refusals';
import type { UnfitResult } from './sample-store';

const MOST_TOLD = 100;

export const otherFrame = (digest: string): RefusedType =>
  conflict(
    'other-frame',
    'The frame of the run is another（样本框摘要不一致）',
    `The digest of the run's frame is ${digest}（请核对任务的样本框摘要）`,
  );

export const frameDrawnFrom = (): RefusedType =>
  conflict(
    'frame-drawn-from',
    'A seed is published for this frame（该样本框已公布随机种子）',
    'A frame is drawn from once, with the seed published first（每个样本框仅抽样一次）',
  );

export const textSamplesNothing = (): RefusedType =>
  conflict(
    'no-second-audit',
    'No text of the area has a second audit（该地区文本未规定复审抽样）',
    'None of the texts that govern the area says what is sampled（无抽样规定）',
  );

export const drawnAlready = (): RefusedType =>
  conflict(
    'drawn-already',
    'The lines of the sample are entered（抽中明细已登记）',
    'They are entered once, all together, each once（仅登记一次，每条一次）',
  );

export const notInFrame = (stratum: string): RefusedType =>
  conflict(
    'not-in-frame',
    'A line is of no stratum of the frame（明细不属于样本框）',
    `The frame has no stratum ${stratum}（样本框中没有层 ${stratum}）`,
  );

export const notTheDraw = (stratum: string, least: number): RefusedType =>
  conflict(
    'not-the-draw',
    'These are not the lines that the seed ranks first（与随机种子的排序不符）',
    `Of stratum ${stratum} the first ${least} lines are drawn, ranked from 1 by the SHA-256 of seed and line; gatekeeper sample --verify redraws them（请以 gatekeeper sample --verify 核对）`,
  );

type Unfit = UnfitResult | { readonly place: number; readonly why: 'twice' };

const EXPECTED: Readonly<Record<Unfit['why'], string>> = {
  not_of_the_sample: 'a line of the sample（属于抽中明细）',
  entered_before: 'a line without a result（尚未登记结果）',
  more_than_claimed: 'no more wrong than the line claims（不超过申报金额）',
  twice: 'each line once（每条一次）',
};

/** @param unfit none: others entered results of the same lines at this moment */
export const unfit = (unfit: readonly Unfit[]): RefusedType =>
  unfit.length === 0
    ? conflict(
        'entered-before',
        'Results of these lines are entered（结果已登记）',
        'Read the sample again（请重新查看）',
      )
    : new Refused(
        unacceptable(
          unfit.slice(0, MOST_TOLD).map(({ place, why }) => ({
            path: `results.${place - 1}`,
            code: 'FIELD_INVALID',
            expected: EXPECTED[why],
            got: why,
          })),
        ),
      );
