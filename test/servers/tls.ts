/** Who the tests' own servers by TLS say they are, and what a client must be told to believe it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * An authority nobody trusts unless told to, and a certificate of it for 127.0.0.1 and no other name; made once with openssl,
 * for these tests alone. The authority's own key was thrown away.
 */
const FOLDER = resolve('test/servers/tls');
export const CA_FILE = join(FOLDER, 'authority.pem');
export const tlsServer = (): { readonly key: Buffer; readonly cert: Buffer } => ({
  key: readFileSync(join(FOLDER, 'server-key.pem')),
  cert: readFileSync(join(FOLDER, 'server.pem')),
});
