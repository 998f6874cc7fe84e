/** CONTRACT 6. */
export const EXIT_CLEAN = 0;
export const EXIT_RESTART_MAY_MEND = 1;
export const EXIT_SETTING_MUST_CHANGE = 2;

export type ExitCode = typeof EXIT_CLEAN | typeof EXIT_RESTART_MAY_MEND | typeof EXIT_SETTING_MUST_CHANGE;

/** 2 for an error that names itself a setting's, 1 for everything else. */
export const exitCodeOf = (error: unknown): ExitCode =>
  error instanceof Error && 'exitCode' in error && error.exitCode === EXIT_SETTING_MUST_CHANGE
    ? EXIT_SETTING_MUST_CHANGE
    : EXIT_RESTART_MAY_MEND;
