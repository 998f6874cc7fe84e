/** Which line a row of a file names, read without judging the row. */
import { foldCode } from '@gatekeeper/vocabulary';

export interface NamedLine {
  /** Folded. */
  readonly fixmedinsCode: string;
  readonly visitId: string;
  readonly chargeBatch: string;
  readonly lineNo: string;
  /** The row may say something of other lines: it is a refund, a void, a fact, or none that can be told so soon. */
  readonly concernsOthers: boolean;
}

/**
 * What a row names, as the parser of rows reads it where the row can be read at all; of one that it sets aside anything, and
 * `null` where it names no visit.
 * @param row its bytes, each as a character
 * @param isPlain what `isPlainText` says of the row, or of rows around it
 * @param textOf the row as text, for the few that need more than a look
 */
export function namedIn(row: string, isPlain: boolean, textOf: () => string): NamedLine | null {
  return (isPlain || isPlainText(row) ? plainlyNamed(row) : null) ?? namedInJson(textOf());
}

const NOT_PLAIN = ['\\', '[', '"op"', '"init_feedetl_sn"'];

/** Whether in none of these rows anything is escaped, or said of other lines. */
export const isPlainText = (rows: string): boolean => !NOT_PLAIN.some((part) => rows.includes(part));

const PLAIN = /^[\x21-\x7e]+$/;

/**
 * Of a row that has neither escapes nor anything nested, a key stands only where it is one. Text beyond ASCII, and white
 * space around it, is left to the way that trims and folds it.
 */
function plainlyNamed(row: string): NamedLine | null {
  if (!row.startsWith('{') || row.includes('{', 1)) return null;
  const fixmedinsCode = valueOf(row, '"fixmedins_code"');
  const visitId = valueOf(row, '"mdtrt_id"');
  const lineNo = valueOf(row, '"feedetl_sn"');
  if (fixmedinsCode === null || visitId === null || lineNo === null) return null;
  const chargeBatch = valueOf(row, '"chrg_bchno"', '');
  if (chargeBatch === null) return null;
  return { fixmedinsCode: foldCode(fixmedinsCode), visitId, chargeBatch, lineNo, concernsOthers: false };
}

const QUOTE = 0x22;
const COLON = 0x3a;
const SPACE = 0x20;

/** The text behind a key; `null`: something else, or text that needs a closer look. */
function valueOf(row: string, key: string, absent: string | null = null): string | null {
  let at = row.indexOf(key);
  if (at < 0) return absent;
  at += key.length;
  while (row.charCodeAt(at) === SPACE) at++;
  if (row.charCodeAt(at) !== COLON) return null;
  at++;
  while (row.charCodeAt(at) === SPACE) at++;
  if (row.charCodeAt(at) !== QUOTE) return null;
  const value = row.slice(at + 1, row.indexOf('"', at + 1));
  return PLAIN.test(value) ? value : null;
}

const OPS_OF_A_LINE: readonly unknown[] = [undefined, null, '', 'line'];

function namedInJson(text: string): NamedLine | null {
  let value: unknown;
  try {
    // A byte-order mark is white space, too.
    value = JSON.parse(text.trim());
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const row = new Map<string, unknown>(Object.entries(value));
  const named = (field: string): string => {
    const found = row.get(field);
    return typeof found === 'string' ? found.trim() : '';
  };
  const [fixmedinsCode, visitId] = [named('fixmedins_code'), named('mdtrt_id')];
  if (fixmedinsCode === '' || visitId === '') return null;
  return {
    fixmedinsCode: foldCode(fixmedinsCode),
    visitId,
    chargeBatch: named('chrg_bchno'),
    lineNo: named('feedetl_sn'),
    concernsOthers: named('init_feedetl_sn') !== '' || !OPS_OF_A_LINE.includes(row.get('op')),
  };
}
