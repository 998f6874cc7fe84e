// The jars of Apache Kafka, fetched once by Maven and kept, and the Java that runs them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stateFolder } from './places.mjs';
import { canInstallPackages, findProgram, installPackages } from './programs.mjs';

const POM = join(dirname(fileURLToPath(import.meta.url)), 'kafka', 'pom.xml');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const OLDEST_JAVA = 17;

/**
 * @returns {{ java: string, jars: string }} the `java` program, and the folder of the jars
 * @throws {Error} naming what was tried
 */
export function findKafka() {
  const cache = join(stateFolder, 'kafka-libs');
  const folder = join(cache, createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12));
  const fetched = existsSync(folder);
  const missing = missingPrograms(fetched);
  if (missing.length > 0) {
    const failure = canInstallPackages()
      ? installPackages(missing)
      : `apt-get install ${missing.join(' ')}: needs root on Debian or Ubuntu`;
    const still = missingPrograms(fetched);
    if (still.length > 0)
      throw new Error(
        `no Kafka that runs here.\n  tried: ${describeJava()}\n  tried: ${failure ?? `apt-get install ${missing.join(' ')}: done, still missing ${still.join(', ')}`}`,
      );
  }
  const java = /** @type {string} */ (javaProgram());
  if (!fetched) fetch(cache, folder);
  return { java, jars: folder };
}

/** @param {boolean} fetched @returns {string[]} Debian packages that would help */
function missingPrograms(fetched) {
  const java = javaMajor() >= OLDEST_JAVA ? [] : ['default-jre-headless'];
  return fetched || findProgram('mvn') ? java : [...java, 'maven'];
}

function javaProgram() {
  const home = process.env['JAVA_HOME'];
  const inHome = home === undefined ? undefined : join(home, 'bin', 'java');
  return inHome !== undefined && existsSync(inHome) ? inHome : findProgram('java');
}

function javaMajor() {
  const java = javaProgram();
  if (java === undefined) return 0;
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

function describeJava() {
  const java = javaProgram();
  if (java === undefined) return '`java` in JAVA_HOME and on PATH: not there';
  return `${java}: version ${javaMajor()}, Kafka 4 needs ${OLDEST_JAVA}; \`mvn\` on PATH: ${findProgram('mvn') ?? 'not there'}`;
}

/** Fetches into a folder of its own and moves that into place, so that a broken download is never taken for the jars.
 * @param {string} cache @param {string} folder */
function fetch(cache, folder) {
  mkdirSync(cache, { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  process.stderr.write('fetching the jars of Apache Kafka with Maven, once\n');
  const args = ['-q', '-B', '-f', POM, COPY, '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`];
  const { status, stdout, stderr, error } = spawnSync(/** @type {string} */ (findProgram('mvn')), args, {
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (status !== 0 || !holdsKafka(unfinished)) {
    rmSync(unfinished, { recursive: true, force: true });
    const output = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(
      `Maven could not fetch the jars of Kafka (${error?.message ?? `exit code ${status}`}).\n  tried: mvn ${args.join(' ')}\n${output}`,
    );
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another start was faster; the jars are the same.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** @param {string} folder */
function holdsKafka(folder) {
  if (!existsSync(folder)) return false;
  const jars = readdirSync(folder);
  return (
    jars.some((jar) => jar.startsWith('kafka_')) && jars.every((jar) => statSync(join(folder, jar)).size > 0)
  );
}
