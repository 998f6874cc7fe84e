/** What a parsed JSON value no longer tells about its text: keys that came twice, and how deep it nests. */

export interface JsonStructure {
  /** Paths of keys that occur again in the same object, in order of appearance. */
  readonly repeatedKeys: readonly string[];
  readonly tooDeep: boolean;
}

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
 * True when `JSON.parse` has hidden nothing: a flat object of strings and nulls whose text the visible keys and strings
 * account for. Then no key came twice and no number lost digits. False only means "look closer".
 */
export function isPlainlyFlat(text: string, parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false;
  let quotes = 0;
  let characters = 1;
  for (const value of Object.values(parsed)) {
    if (typeof value === 'string') {
      quotes += 4;
      characters += value.length + 6;
    } else if (value === null) {
      quotes += 2;
      characters += 8;
    } else return false;
  }
  for (const key of Object.keys(parsed)) characters += key.length;
  // Spaces, escapes and hidden members only ever make a text longer: one that is no longer has none of them.
  return text.length === characters || hasOnlyQuotes(text, quotes);
}

/** No escapes, and exactly that many quotation marks: with those of the visible members, none is left for a hidden one. */
function hasOnlyQuotes(text: string, quotes: number): boolean {
  if (text.includes('\\')) return false;
  let left = quotes;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) left--;
  return left === 0;
}
