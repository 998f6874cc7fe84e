/** Servers that speak TLS, in front of the plain ones of the run, with an authority made for them. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

/** PostgreSQL's client asks for TLS by these eight bytes, and is answered by one. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** An authority, and a certificate of it for 127.0.0.1 and no other. */
export class TestAuthority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));
  readonly caFile = join(this.folder, 'ca.pem');

  constructor() {
    writeFileSync(join(this.folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
    for (const words of [
      'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem',
      'req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr',
      'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem',
    ])
      this.openssl(words);
  }

  get server(): { readonly key: Buffer; readonly cert: Buffer } {
    return {
      key: readFileSync(join(this.folder, 'server.key')),
      cert: readFileSync(join(this.folder, 'server.pem')),
    };
  }

  discard(): void {
    rmSync(this.folder, { recursive: true });
  }

  private openssl(words: string): void {
    const { status, stderr } = spawnSync('openssl', words.split(' '), { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${words}: ${stderr}`);
  }
}

/** Ends TLS in front of a plain server. @param protocol PostgreSQL negotiates it; the others begin with it */
export async function startTlsProxy(
  authority: TestAuthority,
  target: { readonly host: string; readonly port: number },
  protocol: 'postgres' | 'plain',
): Promise<{ readonly port: number; stop(): void }> {
  const open = new Set<Socket>();
  const join = (outside: Socket): void => {
    const inside = connect(target);
    const secured = new TLSSocket(outside, { isServer: true, ...authority.server });
    for (const end of [outside, inside, secured]) {
      open.add(end);
      end.on('error', () => undefined); // its close tells the same
      end.on('close', () => [outside, inside, secured].forEach((it) => it.destroy()));
    }
    secured.pipe(inside).pipe(secured);
  };
  const server: Server = createServer((outside) => {
    outside.on('error', () => undefined);
    if (protocol === 'plain') return join(outside);
    outside.once('data', (asked) => {
      if (!asked.equals(SSL_REQUEST)) return outside.destroy();
      outside.write('S');
      return join(outside);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
