/**
 * What an institution does with a person after a notice (guangdong-2025 art. 28): it talks with the person and keeps a record of it
 * (谈话提醒), and trains the person. The agency may do both itself. No text sets a day for either.
 */
import { dayAt, isAfter, isBefore } from '@gatekeeper/calendar';
import { DayField, TextField } from '../../http/fields';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import type { SanctionData } from './sanction-data';
import { dayIn } from './written-days';

export class RecordTalkBody {
  @DayField({ description: 'The day of the talk（谈话日）' })
  held_on!: string;

  @TextField({ max: 60, description: 'Who held it（谈话人）' })
  held_by!: string;

  @TextField({ max: 4000, description: 'What was said, and the person’s answer（谈话记录）' })
  record!: string;
}

export class RecordTrainingBody {
  @DayField({ description: 'The day of the training（培训日）' })
  held_on!: string;

  @TextField({ max: 60, description: 'Who held it（培训组织者）' })
  held_by!: string;

  @TextField({ max: 1000, description: 'What it was on（培训内容）' })
  subject!: string;
}

type File = CaseFile<SanctionData>;
type Taken = StepTaken<SanctionData> | StepRefused;

/** A further talk is kept beside those before it; the case stays where it stands. */
export function talkRecorded({ state, data }: File, { body, now }: Moment<RecordTalkBody>): Taken {
  const { held_on, held_by, record } = body;
  return (
    problemOfDay(data, held_on, now) ?? {
      state,
      data: { talks: [...(data.talks ?? []), { held_on, held_by, record }] },
    }
  );
}

export function trainingRecorded({ state, data }: File, { body, now }: Moment<RecordTrainingBody>): Taken {
  const { held_on, held_by, subject } = body;
  return (
    problemOfDay(data, held_on, now) ?? {
      state,
      data: { trainings: [...(data.trainings ?? []), { held_on, held_by, subject }] },
    }
  );
}

function problemOfDay(
  { delivered_on: deliveredOn }: SanctionData,
  heldOn: string,
  now: Moment<object>['now'],
): StepRefused | null {
  if (isAfter(dayIn(heldOn), dayAt(now)))
    return { refused: 'held-in-future', detail: 'What is recorded has been held' };
  return deliveredOn !== undefined && isBefore(dayIn(heldOn), dayIn(deliveredOn))
    ? { refused: 'held-before-notice', detail: `The notice was received on ${deliveredOn}` }
    : null;
}
