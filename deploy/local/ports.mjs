// Free loopback ports, and a question put to a port.
import { connect, createServer } from 'node:net';

/** Asks the system for free loopback ports; all are held at once, so they differ. @param {number} count @returns {Promise<number[]>} */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    const ports = [];
    for (const server of servers) {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => resolve(undefined));
      });
      ports.push(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
    }
    return ports;
  } finally {
    for (const server of servers) server.close();
  }
}

/** Why `port` cannot be listened on, as Node has it (`EADDRINUSE`). @param {number} port @param {string} host @returns {Promise<string | undefined>} */
export function whyNotListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Sends bytes to a loopback port and hands what has come back so far to `recognise` each time more comes.
 * @param {number} port
 * @param {Buffer | string} question
 * @param {(answer: Buffer) => boolean | undefined} recognise undefined: more is needed
 * @returns {Promise<boolean>} false too when nothing listens, the connection ends, or nothing recognisable comes within two seconds
 */
export function ask(port, question, recognise) {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(question));
    const settle = (/** @type {boolean} */ verdict) => {
      socket.destroy();
      resolve(verdict);
    };
    socket.setTimeout(2_000, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const verdict = recognise(answer);
      if (verdict !== undefined) settle(verdict);
    });
  });
}
