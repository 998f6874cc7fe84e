import { ASSESSMENT_KIND } from './assessment-data';
import { SANCTION_KIND } from './sanction-data';

/** The kinds of cases by which a document orders something of a person: a measure, or what follows an assessment. */
export const ORDERING_KINDS = [SANCTION_KIND, ASSESSMENT_KIND] as const;
