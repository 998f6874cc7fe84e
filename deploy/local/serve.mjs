// One local server for whoever spawns this with an IPC channel, or for a person at a terminal:
//   node deploy/local/serve.mjs postgres|redis|kafka --dir FOLDER [--port N] [--no-fsync] [--keep] [--quick] [--secure FILE] [--discard]
// FILE is JSON: a second listener of Kafka (see `Secure` in kafka.mjs).
// Over the channel it says { kind: 'ready', url, port, pid, dir, log }, { kind: 'failed', message } or { kind: 'done', pid },
// and obeys { kind: 'kill', signal }, { kind: 'restart' } and { kind: 'stop' }. When the channel closes, the server ends:
// nothing is left behind by a parent that died.
import { readFileSync, rmSync } from 'node:fs';
import { startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { wordsOf, wrongUse } from './words.mjs';

const USAGE =
  'serve.mjs postgres|redis|kafka --dir FOLDER [--port N] [--no-fsync] [--keep] [--quick] [--secure FILE] [--discard]';

const { values, positionals } = wordsOf(USAGE, {
  allowPositionals: true,
  options: {
    dir: { type: 'string' },
    port: { type: 'string' },
    'no-fsync': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    secure: { type: 'string' },
    // Removes the folder at the end, wherever it really lies.
    discard: { type: 'boolean', default: false },
  },
});
const [kind, ...more] = positionals;
if (
  values.dir === undefined ||
  (kind !== 'postgres' && kind !== 'redis' && kind !== 'kafka') ||
  more.length > 0
)
  wrongUse(`usage: ${USAGE}`);
if (values.port !== undefined && !/^\d{1,5}$/.test(values.port))
  wrongUse(`--port must be a port number (it is '${values.port}'); usage: ${USAGE}`);
const options = { dir: values.dir, port: values.port === undefined ? undefined : Number(values.port) };

/** @param {object} message */
const tell = (message) =>
  process.send ? process.send(message) : process.stdout.write(`${JSON.stringify(message)}\n`);

/** @type {import('./child-server.mjs').LocalServer} */
let server;
try {
  if (kind === 'postgres') server = await startPostgres({ ...options, fsync: !values['no-fsync'] });
  else if (kind === 'redis') server = await startRedis({ ...options, keep: values.keep });
  else {
    const secure = values.secure === undefined ? undefined : JSON.parse(readFileSync(values.secure, 'utf8'));
    server = await startKafka({ ...options, quick: values.quick, secure });
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  // The channel may still hold the message when the process ends.
  await new Promise((resolve) =>
    process.send ? process.send({ kind: 'failed', message }, resolve) : resolve(undefined),
  );
  process.exit(1);
}

const end = async () => {
  await server.stop();
  if (values.discard) rmSync(server.dir, { recursive: true, force: true });
  process.exit(0);
};
process.once('disconnect', end);
process.once('SIGINT', end);
process.once('SIGTERM', end);
process.on('message', async (/** @type {{ kind: string, signal?: NodeJS.Signals }} */ order) => {
  try {
    if (order.kind === 'stop') return await end();
    if (order.kind === 'kill') await server.kill(order.signal ?? 'SIGKILL');
    if (order.kind === 'restart') await server.restart();
    tell({ kind: 'done', pid: server.pid });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
const { url, port, pid, dir, log } = server;
tell({ kind: 'ready', url, port, pid, dir, log });
