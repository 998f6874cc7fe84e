import { ApiSchema } from '@nestjs/swagger';
import { CodeField, FlagField, OneOfField, TextField } from '../http/fields';
import { PageQuery } from '../http/page';

/** A step that says nothing but that it is taken. */
@ApiSchema({ name: 'NothingBody' })
export class NothingBody {}

/** Of a step that may be taken alone in an emergency, to be reviewed afterwards. */
export class EmergencyBody {
  @TextField({
    max: 1000,
    optional: true,
    description:
      'Why it cannot wait for a second person; it is reviewed afterwards（紧急单人办理的理由，事后复核）',
  })
  emergency_reason?: string;
}

export class ReasonsBody {
  @TextField({ max: 2000, description: 'Why（理由）' })
  reasons!: string;
}

/** The second person's look at an act done in an emergency. */
export class ReviewBody extends ReasonsBody {
  @FlagField({ description: 'Whether the act stands（是否维持）' })
  upheld!: boolean;
}

/** Which cases are listed. */
export class CasesQuery extends PageQuery {
  @CodeField({ optional: true })
  clinician_code?: string;

  @CodeField({ optional: true })
  fixmedins_code?: string;

  @TextField({ max: 60, optional: true })
  state?: string;
}

const DEADLINES_ASKED = ['open', 'overdue', 'met', 'withdrawn', 'all'] as const;

export class DeadlinesQuery extends PageQuery {
  @OneOfField(DEADLINES_ASKED, {
    optional: true,
    description:
      'Open ones unless said; withdrawn: the measure was annulled（未办结；逾期；已办结；因处理撤销而不再适用；全部）',
  })
  which: (typeof DEADLINES_ASKED)[number] = 'open';
}
