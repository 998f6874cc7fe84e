/**
 * `host:port` of each address, for messages: no user, no password, no path.
 * Takes URLs (`postgres://u:p@db:5432/x`), bare `host:port`, or a comma-separated list of either.
 */
export function serverName(addresses: string): string {
  return addresses
    .split(',')
    .map((address) => oneServer(address.trim()))
    .join(',');
}

function oneServer(address: string): string {
  const afterScheme = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const authority = afterScheme.split(/[/?#]/, 1)[0] ?? '';
  // A password may hold an unescaped `/` or `@`: the host begins after the last `@` of the whole text.
  const lastAt = afterScheme.lastIndexOf('@');
  if (lastAt < 0) return authority;
  return afterScheme.slice(lastAt + 1).split(/[/?#]/, 1)[0] ?? '';
}
