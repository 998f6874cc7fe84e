/**
 * What is mutated, and which specs must notice, in rounds: each round asks only the mutants that the one before left, so
 * that the few specs which notice most of them are not loaded together with the many that notice the rest.
 */
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** Specs on how lines are decided whatever the text, which reach most of the code. */
const ON_LINES = /^test\/regulation\/(formats-|readings|settling|unread|worked-cases)/;
const REGULATION = /^test\/regulation\//;
const LAWS = /^test\/laws\//;

/** @type {Readonly<Record<string, readonly RegExp[]>>} */
const ROUNDS = {
  calendar: [/^libs\/calendar\//],
  adjudication: [/^libs\/adjudication\//, ON_LINES, REGULATION, LAWS],
  policy: [/^libs\/policy\//, ON_LINES, REGULATION, LAWS],
  scoring: [/^libs\/scoring\//, REGULATION],
};

const ROOT = resolve(__dirname, '../..');

/** @returns {{ readonly lib: string, readonly round: number }} what is asked, handed to every process through the environment */
function asked() {
  const [lib = '', round = ''] = (process.env.MUTATION_ROUND ?? '').split(':');
  const rounds = ROUNDS[lib];
  if (rounds === undefined || !(Number(round) >= 1 && Number(round) <= rounds.length))
    throw new Error('MUTATION_ROUND must be <lib>:<number of the round>; start with npm run mutation');
  return { lib, round: Number(round) };
}

/** The spec files of one round, without those of the rounds before it. */
function specsOf(/** @type {string} */ lib, /** @type {number} */ round) {
  const before = ROUNDS[lib].slice(0, round - 1);
  return ['libs', 'test']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => file.endsWith('.spec.ts') && ROUNDS[lib][round - 1].test(file))
    .filter((file) => !before.some((pattern) => pattern.test(file)))
    .sort()
    .map((file) => join(ROOT, file));
}

module.exports = { ROUNDS, ROOT, asked, specsOf };
