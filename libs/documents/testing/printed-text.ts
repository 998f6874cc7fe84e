/** Reads the text back out of a PDF's bytes, as far as this app's own PDFs need: fonts by number, glyphs by their ToUnicode maps. */
import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly head: string;
  readonly stream: string | null;
}

/** The lines of each page, in the order in which they were drawn; a glyph without a character reads as U+FFFD. */
export function printedPages(pdf: Buffer): readonly (readonly string[])[] {
  const objects = objectsOf(pdf.toString('latin1'));
  return pagesOf(objects).map(({ fonts, drawn }) => linesOf(drawn, fonts));
}

/** Of each page how many graphics states it leaves open: what a reader meets after one that is not 0 may not be shown. */
export function statesLeftOpen(pdf: Buffer): readonly number[] {
  return pagesOf(objectsOf(pdf.toString('latin1'))).map(({ drawn }) => {
    const operators = drawn.split('\n');
    return operators.filter((it) => it === 'q').length - operators.filter((it) => it === 'Q').length;
  });
}

const pagesOf = (objects: ReadonlyMap<number, PdfObject>) =>
  referred(objects, /\/Kids \[([^\]]*)\]/).map((page) => {
    const head = objects.get(page)?.head ?? '';
    const [resources] = referencesIn(/\/Resources (\d+ 0 R)/.exec(head)?.[1] ?? '');
    const [contents] = referencesIn(/\/Contents (\d+ 0 R)/.exec(head)?.[1] ?? '');
    return {
      fonts: fontsOf(objects, objects.get(resources ?? 0)?.head ?? ''),
      drawn: objects.get(contents ?? 0)?.stream ?? '',
    };
  });

/** All text of a PDF without its line ends, so that a search does not depend on where lines break. */
export const printedText = (pdf: Buffer): string => printedPages(pdf).flat().join('');

function objectsOf(text: string): ReadonlyMap<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  for (const [, number, body] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    if (number === undefined || body === undefined) continue;
    const start = body.indexOf('\nstream\n');
    const head = start < 0 ? body : body.slice(0, start);
    const raw = start < 0 ? null : body.slice(start + 8, body.lastIndexOf('\nendstream'));
    const stream =
      raw !== null && head.includes('/FlateDecode')
        ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1')
        : raw;
    objects.set(Number(number), { head, stream });
  }
  return objects;
}

const referencesIn = (text: string): readonly number[] =>
  [...text.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number));

function referred(objects: ReadonlyMap<number, PdfObject>, pattern: RegExp): readonly number[] {
  for (const { head } of objects.values()) {
    const found = pattern.exec(head)?.[1];
    if (found !== undefined) return referencesIn(found);
  }
  return [];
}

type Glyphs = ReadonlyMap<number, string>;

function fontsOf(objects: ReadonlyMap<number, PdfObject>, resources: string): ReadonlyMap<string, Glyphs> {
  const fonts = new Map<string, Glyphs>();
  for (const [, name, number] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.head ?? '')?.[1];
    fonts.set(name ?? '', glyphsOf(objects.get(Number(map))?.stream ?? ''));
  }
  return fonts;
}

function glyphsOf(map: string): Glyphs {
  const glyphs = new Map<number, string>();
  for (const [, first, list] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...(list ?? '').matchAll(/<([0-9a-f ]*)>/g)].forEach(([, code], index) => {
      const units = Buffer.from((code ?? '').replaceAll(' ', ''), 'hex')
        .swap16()
        .toString('utf16le');
      const glyph = Number.parseInt(first ?? '0', 16) + index;
      glyphs.set(glyph, glyph === 0 ? '\uFFFD' : units);
    });
  }
  return glyphs;
}

function linesOf(content: string, fonts: ReadonlyMap<string, Glyphs>): readonly string[] {
  const lines: string[] = [];
  let glyphs: Glyphs = new Map();
  let height = '';
  let written = '';
  for (const [, y, font, shown] of content.matchAll(
    /1 0 0 1 \S+ (\S+) Tm|\/(F\d+) \S+ Tf|\[([^\]]*)\] TJ/g,
  )) {
    if (y !== undefined) height = y;
    else if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else if (shown !== undefined) {
      const text = textOf(shown, glyphs);
      if (height === written) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
      written = height;
    }
  }
  return lines;
}

const textOf = (shown: string, glyphs: Glyphs): string =>
  [...shown.matchAll(/<([0-9a-f]*)>/g)]
    .flatMap(([, hex]) => (hex ?? '').match(/.{4}/g) ?? [])
    .map((glyph) => glyphs.get(Number.parseInt(glyph, 16)) ?? '\uFFFD')
    .join('');
