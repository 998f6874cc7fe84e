export * from './amended';
export * from './area-map';
export * from './article';
export type * from './case';
export { reasonOf } from './fixed-reasons';
export type { FixedReasons } from './fixed-reasons';
export { emergencyEvidence, guidanceBlocksAt, liftedByEmergency } from './grounds';
export { citationAt } from './citation-at';
export * from './clearing-parameters';
export * from './line-parameters';
export * from './load';
export { holds, lossArticle, LOSS_CASES, LOSS_TEXTS, lossCaseOf } from './loss-bearing';
export type { LossCase, SanctionSteps, StepBeside } from './loss-bearing';
export * from './medical-categories';
export * from './pack';
export * from './parameter-kind';
export * from './parameters';
export * from './procedure-parameters';
export { editionDifferences, isNothingOtherwise } from './edition-differences';
export type {
  ArticleDifference,
  CategoryDifference,
  ComparedEdition,
  EditionDifferences,
  ParameterDifference,
  Sides,
  SituationDifference,
} from './edition-differences';
export { packPage } from './pack-page';
export type {
  EditionPage,
  PackPage,
  ParameterOnPage,
  ParametersOnPage,
  SituationOnPage,
  ValueOnPage,
} from './pack-page';
export { packSummary } from './pack-summary';
export type { AreaPlace, PackSummary } from './pack-summary';
export { PARAMETER_GROUPS, PARAMETER_WORDS, valueWords } from './parameter-words';
export type { Place, WrittenArticle } from './written-articles';
export { reasonCatalogueOf } from './reason-catalogue';
export type { CatalogueEntry } from './reason-catalogue';
export type { Appeal } from './reason-appeal';
export type { Bearer, Bearing } from './reason-bearing';
export type { NoRecourse, Recourse, Remedy } from './reason-recourse';
export { HOLD_TEXTS, nextStepsOfHold, REASON_TEXTS } from './reasons';
export type { BothLanguages } from './both-languages';
export { spanAt } from './resolved-span';
export type { ResolvedSpan } from './resolved-span';
export * from './scoring-parameters';
export * from './situation';
export * from './tiers';
export { PACKS } from './packs/all';
export { GUANGDONG_2025 } from './packs/guangdong-2025';
export { LINFEN } from './packs/linfen';
export { NATIONAL_2024, NATIONAL_2024_EDITION_1 } from './packs/national-2024';
export { HAINAN_2022 } from './packs/hainan-2022';
export { HAINAN_INSTITUTIONS_2024 } from './packs/hainan-institutions-2024';
export { HAINAN_2022_CATALOGUE } from './packs/hainan-2022-catalogue';
export { NATIONAL_2024_CATALOGUE } from './packs/national-2024-catalogue';
export { NATIONAL_2024_SETTINGS } from './packs/national-2024-settings';
export { NHSA_2018 } from './packs/nhsa-2018';
export * from './set-values';
