import { DayField, MomentField, OneOfField } from '../../http/fields';
import { PageQuery } from '../../http/page';
import { AreaAskedField, FiguresHashField, MonthField } from '../report-fields';

export const HANDLING_FORMATS = ['json', 'csv'] as const;

/** Which report is drawn. */
export class HandlingQuery {
  @AreaAskedField()
  area!: string;

  @MonthField()
  month!: string;

  @MomentField({ optional: true, description: 'As it was known then; now unless said（知悉截至）' })
  known_at?: string;

  @OneOfField(HANDLING_FORMATS, { optional: true })
  format: (typeof HANDLING_FORMATS)[number] = 'json';
}

/** Which report was sent: as it was read, and on which day. */
export class SubmissionBody {
  @AreaAskedField()
  area!: string;

  @MonthField()
  month!: string;

  @MomentField({ description: '`known_at` of the report as it was read（所报数据的知悉时点）' })
  known_at!: string;

  @FiguresHashField()
  figures_hash!: string;

  @DayField({ optional: true, description: 'The day it was sent; today unless said（报送日）' })
  sent_on?: string;
}

export class SubmissionsQuery extends PageQuery {
  @AreaAskedField()
  area!: string;
}
