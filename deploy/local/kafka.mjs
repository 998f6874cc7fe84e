// A real Apache Kafka broker (KRaft, one node) on free loopback ports, with its log in a given folder.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startServer } from './child-server.mjs';
import { findKafka } from './kafka-jars.mjs';
import { claimFolder } from './places.mjs';
import { ask, freePorts } from './ports.mjs';

const LOGGING = join(dirname(fileURLToPath(import.meta.url)), 'kafka', 'log4j2.properties');

/**
 * @typedef {object} Secure a second listener, by TLS, for one user, by SASL with PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512
 * @property {number} port
 * @property {string} key PEM text, as `certificate`, which is for 127.0.0.1
 * @property {string} certificate
 * @property {string} username
 * @property {string} password
 */

/**
 * Starts Kafka. Limits are the broker's defaults (a record batch of 1,048,588 bytes); topics are not created on demand.
 * @param {{ dir: string, port?: number, controllerPort?: number, quick?: boolean, secure?: Secure }} options `dir` holds the log of messages and the
 *   server's own; a folder used before needs both its old ports only where clients still know them; `quick` is for a broker that
 *   lives for seconds or minutes: up with half of the work, and slower under load
 * @returns {Promise<import('./child-server.mjs').LocalServer>} `url` is `host:port`, as in KAFKA_BROKERS
 * @throws {Error} when Java or the jars cannot be had, or it does not come up (with the tail of its log)
 */
export async function startKafka({ dir, port, controllerPort, quick = false, secure }) {
  const home = resolve(dir);
  const { java, jars } = findKafka();
  const release = claimFolder(home);
  try {
    const [free, alsoFree] = await freePorts(2);
    const listenOn = /** @type {number} */ (port ?? free);
    const configuration = join(home, 'server.properties');
    writeFileSync(
      configuration,
      properties(home, listenOn, controllerPort ?? /** @type {number} */ (alsoFree), secure),
    );
    const log = join(home, 'kafka.log');
    const jvm = [
      '-cp',
      `${jars}/*`,
      '-Xms256m',
      '-Xmx512m',
      // Thorough compilation pays only in the long run.
      ...(quick ? ['-XX:TieredStopAtLevel=1'] : []),
      `-Dlog4j2.configurationFile=${pathToFileURL(LOGGING)}`,
    ];
    format(java, jvm, home, configuration, secure);
    const plan = {
      name: 'Kafka',
      command: java,
      args: [...jvm, 'kafka.Kafka', configuration],
      log,
      cwd: home,
      answers: () => knowsItself(listenOn),
      readyWithinMs: 90_000,
      stopSignal: /** @type {const} */ ('SIGTERM'),
      stopWithinMs: 15_000,
    };
    return await startServer(plan, { url: `127.0.0.1:${listenOn}`, port: listenOn, dir: home }, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** @param {string} home @param {number} port @param {number} controllerPort @param {Secure} [secure] */
function properties(home, port, controllerPort, secure) {
  const plain = `PLAINTEXT://127.0.0.1:${port}`;
  const advertised = secure === undefined ? plain : `${plain},SECURE://127.0.0.1:${secure.port}`;
  const values = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `${advertised},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': advertised,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(home, 'data').replaceAll('\\', '\\\\'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    // A killed broker may register again only when its old session is over: four seconds of waiting, not nine.
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '1000',
    // One member is the rule here: waiting for more costs every group three seconds.
    'group.initial.rebalance.delay.ms': '0',
    ...(secure === undefined ? {} : secureProperties(secure)),
  };
  return `${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

/** @param {Secure} secure @returns {Record<string, string>} */
function secureProperties({ key, certificate, username, password }) {
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.key': key.trim().replaceAll('\n', '\\n'),
    'ssl.keystore.certificate.chain': certificate.trim().replaceAll('\n', '\\n'),
    'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.secure.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    'listener.name.secure.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.secure.scram-sha-512.sasl.jaas.config': scram,
  };
}

/** Gives an empty folder its cluster identity; a folder that has one keeps it.
 * @param {string} java @param {string[]} jvm @param {string} home @param {string} configuration @param {Secure} [secure] */
function format(java, jvm, home, configuration, secure) {
  if (existsSync(join(home, 'data', 'meta.properties'))) return;
  mkdirSync(join(home, 'data'), { recursive: true });
  const clusterId = randomBytes(16).toString('base64url');
  const args = [
    ...jvm,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${clusterId}`,
    '-c',
    configuration,
    ...(secure === undefined
      ? []
      : ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => scram(mechanism, secure))),
  ];
  const { status, stdout, stderr, error } = spawnSync(java, args, { encoding: 'utf8', cwd: home });
  writeFileSync(join(home, 'kafka.log'), `${stdout ?? ''}${stderr ?? ''}`, { flag: 'a' });
  if (status === 0) return;
  const output = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(
    `the folder of Kafka could not be formatted (${error?.message ?? `exit code ${status}`}).\n  tried: ${[java, ...args].join(' ')}\n${output}`,
  );
}

/** @param {string} mechanism @param {Secure} secure */
const scram = (mechanism, { username, password }) => [
  '--add-scram',
  `${mechanism}=[name=${username},password=${password}]`,
];

/**
 * A broker that listens may still be waiting for its controller: only one that lists itself among the brokers takes work.
 * The question is a Metadata request of version 0 about all topics; the reply begins with length, correlation, number of brokers.
 * @param {number} port
 */
function knowsItself(port) {
  const client = Buffer.from('start');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(3, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  request.writeInt32BE(0, 14 + client.length);
  return ask(port, request, (answer) => (answer.length < 12 ? undefined : answer.readInt32BE(8) > 0));
}
