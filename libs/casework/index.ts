/** Cases and their steps: what may be done, by whom, and what comes of it. Nothing here stores, waits or asks. */
export { annulledDocuments, annulmentOf, NEVER_WAS } from './annulments';
export { isNumbered, isRefused, recordHead, refuse } from './answer';
export type {
  Answer,
  LineFactToSay,
  Numbered,
  Opened,
  RecordHead,
  StepRefused,
  StepTaken,
  Withdrawn,
} from './answer';
export { APPEAL } from './appeal';
export type { ExpertOpinion, OpenAppeal, ProposeAppealDecision, SentToExperts } from './appeal';
export { APPEAL_DATA } from './appeal-data';
export type { AppealData } from './appeal-data';
export { ASSESSMENT_DATA } from './assessment-data';
export type { AssessmentData } from './assessment-data';
export type { EmergencyReason, NothingSaid, Reasons } from './bodies';
export { isMalformed, keptData, readCase } from './case-data';
export type { CaseData, Malformed } from './case-data';
export type { CaseFile, DeadlineSet } from './case-file';
export { CERTIFICATE_RENEWAL } from './certificate-renewal';
export type { OpenRenewal, ProposeRenewal } from './certificate-renewal';
export { RENEWAL_DATA } from './certificate-renewal-data';
export type { RenewalData } from './certificate-renewal-data';
export { EXEMPTION } from './exemption';
export type { OpenExemption } from './exemption';
export type { Facts, LineNow, Need } from './facts';
export { next, obstacleInEmergency, obstacleTo, rolesOf } from './next';
export type { Actor, NextStep, Obstacle, StandingCase } from './next';
export { registrationsAt, standing, statusesOf, isClinicianOnFile } from './on-file';
export { PARTICULARS, PARTICULAR_NAMES, particularsIn, statesAny } from './particulars';
export type { ParticularName, Particulars, ParticularsOnFile } from './particulars';
export { isRole, ROLES } from './roles';
export type { Role } from './roles';
export { clearingOf, knowsStatus, periodTermsOf, saidOf } from './said-together';
export { isDecided, SANCTION_DATA } from './sanction-data';
export { governingText, governingTexts } from './terms';
export type { GoverningText, Terms } from './terms';
export { ANNULLED, isNotBrought } from './workflow';
export type {
  Asked,
  EmergencyRule,
  Moment,
  NotBrought,
  Opening,
  OpeningRule,
  Parties,
  Step,
  StepRule,
  Title,
  Workflow,
} from './workflow';
