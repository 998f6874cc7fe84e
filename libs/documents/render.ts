/** From a page's content to the bytes of a PDF: A4, one font embedded as a subset, the same input giving the same bytes. */
import { readFileSync } from 'node:fs';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { Instant } from '@gatekeeper/calendar';
import { MISSING_MARK, drawableContent } from './drawable-text';
import { FontCoverage } from './font-coverage';

const FAMILY = 'NotoSansSC';
const PACKAGE = '@expo-google-fonts/noto-sans-sc';
const REGULAR = require.resolve(`${PACKAGE}/400Regular/NotoSansSC_400Regular.ttf`);
const BOLD = require.resolve(`${PACKAGE}/700Bold/NotoSansSC_700Bold.ttf`);

/** A document before it is drawn. */
export interface PrintedDocument {
  readonly title: string;
  /** Stands in the file as the day it was made: of the document's own content, so that a reprint is the same file. */
  readonly madeAt: Instant;
  readonly content: readonly Content[];
  /** Stands at the foot of each page, before its number. */
  readonly footNote: string | null;
  /** Of page numbers, and of what is said about missing characters; Chinese unless given. */
  readonly language?: Language;
  readonly orientation?: 'portrait' | 'landscape';
}

export type Language = 'zh' | 'en';

interface Words {
  readonly tag: string;
  pageOf(this: void, page: number, pages: number): string;
  missing(this: void, characters: readonly string[]): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    tag: 'zh-CN',
    pageOf: (page, pages) => `第 ${page} 页\u3000共 ${pages} 页`,
    missing: (characters) => `${MISSING_MARK} 字库未收录的字符（Unicode）：${characters.join('、')}`,
  },
  en: {
    tag: 'en',
    pageOf: (page, pages) => `page ${page} of ${pages}`,
    missing: (characters) =>
      `${MISSING_MARK} characters that the font lacks (Unicode): ${characters.join(', ')}`,
  },
};

const coverage = {
  read: null as FontCoverage | null,
  draws(character: string): boolean {
    this.read ??= FontCoverage.of(readFileSync(REGULAR));
    return this.read.draws(character);
  },
};

pdfmake.setFonts({ [FAMILY]: { normal: REGULAR, bold: BOLD } });
pdfmake.setLocalAccessPolicy((path) => path === REGULAR || path === BOLD);
pdfmake.setUrlAccessPolicy(() => false);

/** The document as a PDF. The same document is the same bytes, whenever and however often it is drawn. */
export function renderPdf(document: PrintedDocument): Promise<Buffer> {
  const made = new Date(document.madeAt);
  const words = WORDS[document.language ?? 'zh'];
  const { content, missing } = drawableContent(document.content, (character) => coverage.draws(character));
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageOrientation: document.orientation ?? 'portrait',
    pageMargins: [56, 48, 56, 52],
    language: words.tag,
    info: {
      title: document.title,
      creator: 'settlement gatekeeper',
      producer: 'settlement gatekeeper',
      creationDate: made,
    },
    defaultStyle: { font: FAMILY, fontSize: 10.5, lineHeight: 1.15 },
    content: missing.length === 0 ? content : [...content, missingCharacters(words.missing(missing))],
    footer: (page, pages) => ({
      margin: [56, 14, 56, 0],
      fontSize: 8,
      color: '#444444',
      columns: [
        { width: '*', text: document.footNote ?? '' },
        { width: 'auto', text: words.pageOf(page, pages) },
      ],
    }),
  };
  return pdfmake.createPdf(definition).getBuffer();
}

const missingCharacters = (text: string): Content => ({ margin: [0, 8, 0, 0], fontSize: 8, text });
