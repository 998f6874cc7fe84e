/** Servers that speak TLS, in front of the plain ones of the run. */
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { tlsServer } from '../servers/tls';

/** PostgreSQL's client asks for TLS by these eight bytes, and is answered by one. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Ends TLS in front of a plain server. @param protocol PostgreSQL negotiates it; the others begin with it */
export async function startTlsProxy(
  target: { readonly host: string; readonly port: number },
  protocol: 'postgres' | 'plain',
): Promise<{ readonly port: number; stop(): void }> {
  const open = new Set<Socket>();
  const lead = (outside: Socket): void => {
    const inside = connect(target);
    const secured = new TLSSocket(outside, { isServer: true, ...tlsServer() });
    for (const end of [outside, inside, secured]) {
      open.add(end);
      end.on('error', () => undefined); // its close tells the same
      end.on('close', () => [outside, inside, secured].forEach((it) => it.destroy()));
    }
    secured.pipe(inside).pipe(secured);
  };
  const listener: Server = createServer((outside) => {
    outside.on('error', () => undefined);
    if (protocol === 'plain') return lead(outside);
    outside.once('data', (asked) => {
      if (!asked.equals(SSL_REQUEST)) return outside.destroy();
      outside.write('S');
      return lead(outside);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    stop: () => {
      for (const socket of open) socket.destroy();
      listener.close();
    },
  };
}
