// The words of a script of this folder: `--help` is answered with 0, what it does not know ends with 2 and one line.
import { parseArgs } from 'node:util';

const EXIT_USAGE = 2;

/**
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {string} usage in one line
 * @param {Config} config
 * @returns {ReturnType<typeof parseArgs<Config>>}
 */
export function wordsOf(usage, config) {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`usage: ${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return wrongUse(`${reason}; usage: ${usage}`);
  }
}

/** @param {string} line @returns {never} */
export function wrongUse(line) {
  process.stderr.write(`${line}\n`);
  process.exit(EXIT_USAGE);
}
