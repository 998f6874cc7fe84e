/**
 * The address with libpq's own meaning of `sslmode` (`require` encrypts, `verify-ca` and `verify-full` also verify), and with
 * the file of the authority. An authority alone means `verify-full`; neither of the two leaves the address as it is.
 */
export function encryptedUrl(url: string, caFile?: string): string {
  if (caFile === undefined && !/[?&]sslmode=/.test(url)) return url;
  const [address = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('uselibpqcompat', 'true');
  if (caFile !== undefined) parameters.set('sslrootcert', caFile);
  if (!parameters.has('sslmode')) parameters.set('sslmode', 'verify-full');
  return `${address}?${parameters.toString()}`;
}
