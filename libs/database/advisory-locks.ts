/**
 * Keys of the advisory locks, one each, so that two parts never wait for one another by accident. They are numbers of
 * our own choosing inside one PostgreSQL database; only their being different matters.
 */
export const ADVISORY_LOCKS = {
  /** Held by a process while it migrates the schema. */
  migration: 4_710_001,
  /** Held by the one transaction that writes to the registry. */
  registryWriter: 4_710_002,
  /** Held by the one session that prepares a bulk write to the registry; who writes otherwise never waits for it. */
  registryBulk: 4_710_006,
  /** Shared by recording transactions; exclusive, for its last step, by a registry write (see registry-store). */
  registryFence: 4_710_003,
  /** Held by the one relay that works. */
  registryRelay: 4_710_004,
  /** Held, last of all locks, by a transaction that adds to the audit log. */
  auditLog: 4_710_005,
  /** Held by the one process that rebuilds Redis from the registry. */
  syncRebuild: 4_710_051,
  /** Held while the partitions of a fee month are made (by `make_fee_month` in the schema itself). */
  feeMonths: 4_710_060,
  /** Held by the one gatekeeper that asks lines again, from recording to publishing. */
  linesDue: 4_710_061,
  /** Held by the one transaction that folds what figures changed by into the figures. */
  tallies: 4_710_062,
  /** Held by the transaction that writes what it found odd of several sites. */
  signals: 4_710_063,
  /** Held by the one process that says officers' facts on the lines topic, from reading them to having published them. */
  lineFacts: 4_710_064,
  /** Shared by transactions that record while the installation observes; exclusive by the one that leaves observing. */
  installationMode: 4_710_065,
  /** Held by the one gatekeeper that hands over what was observed, from reading to publishing. */
  observedHandover: 4_710_066,
  /** Held by the one transaction that closes a period, excepts from it or seals it (also by the guards in the schema itself). */
  closings: 4_710_067,
  /** Held by the transaction that posts what a closed run says institutions owe. */
  collectionResults: 4_710_068,
  /** Held by the one process that detaches a period or attaches it again, across its transactions. */
  detaching: 4_710_069,
  /** Held by the one process that compares Redis with the registry, for one round. */
  syncReconciler: 4_710_052,
  /** With the number of a lane added (up to 9): held by the one gatekeeper that sweeps on it. The last of all. */
  sweepLanes: 4_710_070,
} as const;
