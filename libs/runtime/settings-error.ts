import { readFileSync } from 'node:fs';
import { EXIT_SETTING_MUST_CHANGE } from './exit-codes';
import { messageOf } from './faults';

/** Settings that must be changed before the process can run: every problem by the name of its variable. */
export class SettingsError extends Error {
  readonly exitCode = EXIT_SETTING_MUST_CHANGE;

  constructor(readonly problems: readonly string[]) {
    super(`these settings must be changed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** What was read from files the settings name. @throws SettingsError with every problem. */
export function settingOf<Value>(
  read:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly problems: readonly string[] },
): Value {
  if (read.ok) return read.value;
  throw new SettingsError(read.problems);
}

/** The text of the file that a variable names. @throws SettingsError naming the variable and the file. */
export function textOfSettingFile(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError([`${variable} cannot be read: ${messageOf(error)}`]);
  }
}
