export { Answers, RefusesAs, schemaNamed } from './documented';
export { HealthController } from './health.controller';
export { MetricsController } from './metrics.controller';
export { NotReady } from './not-ready';
export {
  BODY_LIMIT_BYTES,
  defect,
  namedProblem,
  notReady,
  nothingHere,
  outage,
  plainRefusal,
  PROBLEM_MEDIA_TYPE,
  tooLarge,
  unacceptable,
  unreadable,
} from './problem-details';
export type { ProblemDetails } from './problem-details';
export { ProblemFilter } from './problem-filter';
export { Refused } from './refused';
export { requestFigures } from './request-figures';
export { OPERATING_CONTROLLERS, reportProblems } from './operating';
export { OPERATING_SCHEMAS } from './operating-schemas';
export { answerForProcess, operatingAddress } from './waiting-room';
export type { OperatingPlace } from './waiting-room';
export { openingDoors } from './opening-doors';
export { WATCHED } from './watched';
export type { Watched } from './watched';
