export { attachPeriod, detachPeriod } from './detach-period';
export type { Detaching } from './detach-period';
export { askPeriod, PeriodReader } from './read-period';
export type { PeriodLine } from './read-period';
export { manifestIn, MANIFEST, SEAL } from './sealed-folder';
export type { FolderManifest, SealedFolder } from './sealed-folder';
export { flawsOfPeriod } from './verify-period';
export { writePeriod } from './write-period';
