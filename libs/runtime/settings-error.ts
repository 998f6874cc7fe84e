import { EXIT_SETTING_MUST_CHANGE } from './exit-codes';

/** Settings that must be changed before the process can run: every problem by the name of its variable. */
export class SettingsError extends Error {
  readonly exitCode = EXIT_SETTING_MUST_CHANGE;

  constructor(readonly problems: readonly string[]) {
    super(`these settings must be changed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}
