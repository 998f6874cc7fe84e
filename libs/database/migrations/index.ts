import type { MigrationInterface } from 'typeorm';
import { Cases1767225605000 } from './cases';
import { Access1767225606000 } from './access';
import { CarveOuts1767225630000 } from './carve-outs';
import { ClearingRoots1767225640000 } from './clearing-roots';
import { ClearingRuns1767225632000 } from './clearing-runs';
import { Closings1767225633000 } from './closings';
import { Collections1767225634000 } from './collections';
import { DetachedPeriods1767225638000 } from './detached-periods';
import { DetachingAgain1767225652000 } from './detaching-again';
import { DecisionLiability1767225626000 } from './decision-liability';
import { HandlingReports1767225612000 } from './handling-reports';
import { InstallationMode1767225627000 } from './installation-mode';
import { InstallationPolicy1767225621000 } from './installation-policy';
import { LateNews1767225622000 } from './late-news';
import { LinesDue1767225624000 } from './lines-due';
import { LinesTurning1767225628000 } from './lines-turning';
import { LedgerLines1767225656000 } from './ledger-lines';
import { LetOff1767225644000 } from './let-off';
import { LineFactOutbox1767225628001 } from './line-fact-outbox';
import { LinesAndDecisions1767225601000 } from './lines-and-decisions';
import { MoneyOfHolds1767225628002 } from './money-of-holds';
import { Notices1767225608000 } from './notices';
import { Phones1767225609000 } from './phones';
import { Publications1767225618000 } from './publications';
import { RegistrationChecks1767225613000 } from './registration-checks';
import { RegistrationParticulars1767225615000 } from './registration-particulars';
import { RegistryChains1767225603000 } from './registry-chains';
import { RegistryLinks1767225623000 } from './registry-links';
import { RegistryOfRecord1767225600000 } from './registry-of-record';
import { RoomForYears1767225617000 } from './room-for-years';
import { RegistryWrites1767225619000 } from './registry-writes';
import { StreamPositions1767225602000 } from './stream-positions';
import { HoldsAsked1767225631600 } from './holds-asked';
import { HoldsSaidAgain1767225631500 } from './holds-said-again';
import { SettlementsRestated1767225635000 } from './settlements-restated';
import { Signals1767225631000 } from './signals';
import { Tallies1767225629000 } from './tallies';
import { Transfers1767225607000 } from './transfers';
import { Sweeps1767225625000 } from './sweeps';
import { SyncLedger1767225604000 } from './sync-ledger';
import { WithdrawnDeadlines1767225614000 } from './withdrawn-deadlines';

/** Every migration, oldest first. One that has been released is never edited: a change is a new one at the end. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  RegistryOfRecord1767225600000,
  LinesAndDecisions1767225601000,
  StreamPositions1767225602000,
  RegistryChains1767225603000,
  SyncLedger1767225604000,
  Cases1767225605000,
  Access1767225606000,
  Transfers1767225607000,
  Notices1767225608000,
  Phones1767225609000,
  HandlingReports1767225612000,
  RegistrationChecks1767225613000,
  WithdrawnDeadlines1767225614000,
  RegistrationParticulars1767225615000,
  RoomForYears1767225617000,
  Publications1767225618000,
  RegistryWrites1767225619000,
  InstallationPolicy1767225621000,
  LateNews1767225622000,
  RegistryLinks1767225623000,
  LinesDue1767225624000,
  Sweeps1767225625000,
  DecisionLiability1767225626000,
  InstallationMode1767225627000,
  LinesTurning1767225628000,
  LineFactOutbox1767225628001,
  MoneyOfHolds1767225628002,
  Tallies1767225629000,
  CarveOuts1767225630000,
  Signals1767225631000,
  HoldsSaidAgain1767225631500,
  HoldsAsked1767225631600,
  ClearingRuns1767225632000,
  Closings1767225633000,
  Collections1767225634000,
  SettlementsRestated1767225635000,
  DetachedPeriods1767225638000,
  ClearingRoots1767225640000,
  LetOff1767225644000,
  DetachingAgain1767225652000,
  LedgerLines1767225656000,
];
