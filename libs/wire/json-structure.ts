/** What a parsed JSON value no longer tells about its text: keys that came twice, and how deep it nests. */

export interface JsonStructure {
  /** Paths of keys that occur again in the same object, in order of appearance. */
  readonly repeatedKeys: readonly string[];
  readonly tooDeep: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

interface Container {
  /** The keys seen so far; `null` for an array. */
  readonly keys: Set<string> | null;
  readonly path: string;
  currentKey: string;
}

/**
 * Walks a text that `JSON.parse` has accepted (so quotes and brackets are known to match) without recursion, and stops
 * once it nests deeper than `deepest`.
 */
export function inspectStructure(text: string, deepest: number): JsonStructure {
  const repeatedKeys: string[] = [];
  const open: Container[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const container = open.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      // In an object a string is a key exactly when no key is waiting for its value.
      if (container?.keys && container.currentKey === '') {
        const key: unknown = JSON.parse(text.slice(at, end));
        container.currentKey = `.${String(key)}`;
        if (container.keys.has(container.currentKey))
          repeatedKeys.push((container.path + container.currentKey).slice(1));
        container.keys.add(container.currentKey);
      }
      at = end - 1;
    } else if (character === '{' || character === '[') {
      if (open.length >= deepest) return { repeatedKeys, tooDeep: true };
      const path =
        container === undefined ? '' : container.path + (container.keys ? container.currentKey : '[]');
      open.push({ keys: character === '{' ? new Set() : null, path, currentKey: '' });
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ',' && container) container.currentKey = '';
  }
  return { repeatedKeys, tooDeep: false };
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}

/**
 * True when `JSON.parse` has hidden nothing: a flat object of strings and nulls, without escapes, whose text has exactly
 * the quotes that the visible keys and strings account for. Then no key came twice and no number lost digits.
 * False only means "look closer".
 */
export function isPlainlyFlat(text: string, parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false;
  let quotes = 0;
  for (const value of Object.values(parsed)) {
    if (typeof value === 'string') quotes += 4;
    else if (value === null) quotes += 2;
    else return false;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quotes--;
    else if (code === BACKSLASH) return false;
  }
  return quotes === 0;
}
