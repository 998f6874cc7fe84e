import type { DayText } from '@gatekeeper/calendar';
import { EXEMPTION as exemption } from '@gatekeeper/casework';
import type { OpenExemption } from '@gatekeeper/casework';
import { CodeField, DayField } from '../../http/fields';
import { bound } from '../bound-workflow';
import { EmergencyBody, ReasonsBody } from '../case-bodies';

export class OpenExemptionBody extends ReasonsBody implements OpenExemption {
  @CodeField()
  fixmedins_code!: string;

  @CodeField({
    optional: true,
    description: 'Whom it excepts; without one: the institution or department（被豁免人员）',
  })
  clinician_code?: string;

  @CodeField({ optional: true })
  dept_codg?: string;

  @DayField()
  from!: DayText;

  @DayField({ description: 'The last day, until 24:00（截止日，含当日）' })
  last_day!: DayText;
}

export const EXEMPTION = bound(exemption, OpenExemptionBody, {
  approve: EmergencyBody,
  refuse: ReasonsBody,
});
