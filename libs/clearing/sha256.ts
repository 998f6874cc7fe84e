/**
 * A running SHA-256 that a caller hands in: this lib knows no machine it runs on. In Node.js:
 * `() => { const hash = createHash('sha256'); return { update: (text) => void hash.update(text, 'utf8'), hex: () => hash.digest('hex') }; }`
 */
export interface Sha256 {
  /** Takes the UTF-8 bytes of a text. */
  update(text: string): void;
  /** In lower case; asked once, at the end. */
  hex(): string;
}

export type NewSha256 = () => Sha256;

/** Of one text's UTF-8 bytes. */
export function sha256Of(text: string, newSha256: NewSha256): string {
  const hash = newSha256();
  hash.update(text);
  return hash.hex();
}
