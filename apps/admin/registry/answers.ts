/** The registry as it is answered. Moments carry +08:00; an absent end is open. */
import { ApiProperty } from '@nestjs/swagger';
import { INSTITUTION_STATUSES, CLINICIAN_CATEGORIES } from '@gatekeeper/vocabulary';
import { ObjectField } from '../access/answer-fields';
import {
  AreaField,
  CodeField,
  FlagField,
  ListField,
  MomentField,
  OneOfField,
  TextField,
  WholeField,
} from '../http/fields';

const MOST = 10_000;
const LONGEST_CURSOR = 400;
const MOST_VERSION = Number.MAX_SAFE_INTEGER;

/** A record as files and topics have it (CONTRACT 3). */
const RecordField = (description: string): PropertyDecorator =>
  ApiProperty({ type: 'object', additionalProperties: true, description });

const RecordsField = (description: string): PropertyDecorator =>
  ApiProperty({
    ...{ type: 'array', items: { type: 'object', additionalProperties: true }, maxItems: MOST },
    description,
  });

const NextField = (): PropertyDecorator =>
  TextField({ max: LONGEST_CURSOR, optional: true, description: '`after` of the page that follows' });

export class StatusAnswer {
  @OneOfField(INSTITUTION_STATUSES) status!: string;
  @TextField() document_no!: string;
  @MomentField() from!: string;
  @MomentField({ optional: true }) until?: string;
  @FlagField({ description: 'At `effective_at`' }) in_force!: boolean;
}

export class InstitutionSummary {
  @CodeField() fixmedins_code!: string;
  @TextField() name!: string;
  @OneOfField(['hospital', 'pharmacy']) type!: string;
  @AreaField() admdvs!: string;
  @FlagField() regional_medical_center!: boolean;
  @ListField(() => StatusAnswer, { max: MOST }) statuses!: readonly StatusAnswer[];
}

export class InstitutionPage {
  @ListField(() => InstitutionSummary, { max: 200 }) items!: readonly InstitutionSummary[];
  @NextField() next!: string | null;
}

export class MomentsAnswer {
  @WholeField({ min: 0, max: MOST_VERSION, description: 'What the ETag says' }) version!: number;
  @MomentField() effective_at!: string;
  @MomentField() known_at!: string;
}

export class InstitutionAnswer extends MomentsAnswer {
  @ObjectField(() => InstitutionSummary) institution!: InstitutionSummary;
  @RecordsField('What was held at `known_at` and held at `effective_at`') records!: readonly object[];
}

export class FaultAnswer {
  @TextField() fault!: string;
  @ApiProperty({ type: 'array', items: { type: 'string', maxLength: 400 }, maxItems: 50 })
  evidence!: readonly string[];
}

export class StretchAnswer {
  @MomentField({ optional: true, description: 'Absent: ever' }) from?: string;
  @MomentField({ optional: true, description: 'Absent: from then on' }) until?: string;
  @ListField(() => FaultAnswer, { max: 10, description: 'None: in good standing' })
  faults!: readonly FaultAnswer[];
}

export class SiteAnswer {
  @CodeField() fixmedins_code!: string;
  @TextField({ optional: true, description: 'The pack whose rules are applied; absent: none governs' })
  pack?: string;
  @RecordsField('Registrations with commitment and certificate') registrations!: readonly object[];
  @ListField(() => StretchAnswer, { max: MOST, description: 'The standing over all time' })
  standing!: readonly StretchAnswer[];
  @ListField(() => FaultAnswer, { max: 10, description: 'At `effective_at`; none: in good standing' })
  faults!: readonly FaultAnswer[];
}

export class SanctionAnswer {
  @TextField() document_no!: string;
  @OneOfField(['suspended', 'terminated']) status!: string;
  @OneOfField(['person', 'site']) scope!: string;
  @CodeField() fixmedins_code!: string;
  @TextField() cause!: string;
  @MomentField() from!: string;
  @MomentField({ optional: true }) until?: string;
  @FlagField({ description: 'At `effective_at`' }) in_force!: boolean;
}

export class ClinicianSummary {
  @CodeField() code!: string;
  @TextField() name!: string;
  @OneOfField(CLINICIAN_CATEGORIES) category!: string;
}

export class ClinicianPage {
  @ListField(() => ClinicianSummary, { max: 200 }) items!: readonly ClinicianSummary[];
  @NextField() next!: string | null;
}

export class ClinicianAnswer extends MomentsAnswer {
  @ObjectField(() => ClinicianSummary) clinician!: ClinicianSummary;
  @RecordsField('What was held at `known_at` and held at `effective_at`') records!: readonly object[];
  @ListField(() => SiteAnswer, { max: MOST }) sites!: readonly SiteAnswer[];
  @ListField(() => SanctionAnswer, {
    max: MOST,
    description: 'With revisions, restorations and annulments applied',
  })
  sanctions!: readonly SanctionAnswer[];
}

export class ColleagueAnswer {
  @CodeField() code!: string;
  @TextField({ optional: true, description: 'Absent: only registered, not on file' }) name?: string;
  @OneOfField(CLINICIAN_CATEGORIES, { optional: true }) category?: string;
  @RecordsField('Registrations at this institution') registrations!: readonly object[];
  @ListField(() => FaultAnswer, { max: 10, description: 'At `effective_at`; none: in good standing' })
  faults!: readonly FaultAnswer[];
}

export class ColleaguePage {
  @ListField(() => ColleagueAnswer, { max: 200 }) items!: readonly ColleagueAnswer[];
  @NextField() next!: string | null;
}

export class DepartmentAnswer {
  @CodeField() dept_codg!: string;
  @ListField(() => StatusAnswer, { max: MOST }) statuses!: readonly StatusAnswer[];
}

export class DepartmentsAnswer extends MomentsAnswer {
  @ListField(() => DepartmentAnswer, { max: MOST }) items!: readonly DepartmentAnswer[];
}

export class HistoryEntry {
  @RecordField('As it is on file') record!: object;
  @MomentField({ description: 'Known from then on' }) recorded_from!: string;
  @MomentField({ optional: true, description: 'Until a correction was known; absent: held' })
  recorded_until?: string;
}

export class HistoryAnswer {
  @WholeField({ min: 0, max: MOST_VERSION, description: 'What the ETag says' }) version!: number;
  @ListField(() => HistoryEntry, { max: MOST }) items!: readonly HistoryEntry[];
  @NextField() next!: string | null;
}

export class WrittenAnswer {
  @TextField() record_id!: string;
  @CodeField({ description: 'Whose version it raised' }) subject!: string;
  @WholeField({ min: 1, max: MOST_VERSION, description: 'What the ETag says' }) version!: number;
}
