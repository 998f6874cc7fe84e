/** The few blocks of which every form is made: a title, a ruled table of labels and answers, lines to sign and to seal. */
import type { Content, TableCell } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { writtenDay } from './written-words';

const RULE = 0.7;

/** The name of the form, and under it its number where it has one. */
export function formTitle(title: string, number: string | null): Content[] {
  const heading: Content = {
    text: title,
    fontSize: 18,
    bold: true,
    alignment: 'center',
    margin: [0, 0, 0, 6],
  };
  if (number === null) return [heading];
  return [heading, { text: number, fontSize: 11, alignment: 'center', margin: [0, 0, 0, 8] }];
}

/** One row of a form: two labels with their answers, or one that takes the whole width. */
export type FormRow =
  | { readonly kind: 'pair'; readonly left: Answer; readonly right: Answer }
  | { readonly kind: 'whole'; readonly answer: Answer; readonly leastHeight?: number };

export interface Answer {
  readonly label: string;
  readonly answer: string | Content;
}

export const pair = (left: Answer, right: Answer): FormRow => ({ kind: 'pair', left, right });
export const whole = (label: string, answer: string | Content, leastHeight?: number): FormRow => ({
  kind: 'whole',
  answer: { label, answer },
  ...(leastHeight === undefined ? {} : { leastHeight }),
});

/** A ruled table of four columns: label, answer, label, answer. A row too long for what is left of the page runs on. */
export const formTable = (rows: readonly FormRow[]): Content => ({
  table: {
    widths: [78, '*', 66, '*'],
    heights: (row) => leastHeightOf(rows[row]),
    body: rows.map(cellsOf),
  },
  layout: {
    hLineWidth: () => RULE,
    vLineWidth: () => RULE,
    paddingLeft: () => 6,
    paddingRight: () => 6,
    paddingTop: () => 5,
    paddingBottom: () => 5,
  },
});

const LEAST_HEIGHT = 16;
const leastHeightOf = (row: FormRow | undefined): number =>
  row?.kind === 'whole' ? (row.leastHeight ?? LEAST_HEIGHT) : LEAST_HEIGHT;

function cellsOf(row: FormRow): TableCell[] {
  switch (row.kind) {
    case 'pair':
      return [label(row.left), answer(row.left), label(row.right), answer(row.right)];
    case 'whole':
      return [label(row.answer, leastHeightOf(row)), answer(row.answer, 3), {}, {}];
  }
}

/**
 * Half way down the least height of its row. Not aligned by pdfmake (`verticalAlignment`): where such a cell begins at the very foot of a
 * page, pdfmake begins the alignment on that page and ends it on the next, and what is drawn between is lost.
 */
const label = ({ label: text }: Answer, height = LEAST_HEIGHT): TableCell => ({
  text,
  alignment: 'center',
  margin: [0, (height - LEAST_HEIGHT) / 2, 0, 0],
});

const answer = ({ answer: given }: Answer, colSpan = 1): TableCell =>
  typeof given === 'string' ? { text: given, colSpan } : { stack: [given], colSpan };

const OPINION_HEIGHT = 76;

/** An opinion to be written, with the seal and the day under it; room is left where it is still to be given. */
export const opinion = (whose: string, words: string, sealOf: string, day: Day | null): FormRow =>
  whole(whose, { stack: [{ text: words === '' ? '\n' : words }, sealAndDay(sealOf, day)] }, OPINION_HEIGHT);

/** Whose seal goes here, and the day under it. */
export const sealAndDay = (sealOf: string, day: Day | null): Content => ({
  stack: [
    { text: `${sealOf}（公章）`, alignment: 'right', margin: [0, 22, 36, 4] },
    { text: writtenDay(day), alignment: 'right', margin: [0, 0, 36, 4] },
  ],
  unbreakable: true,
});

/** A line to sign on, with room for the day. */
export const signatureLine = (who: string, day: Day | null): Content => ({
  columns: [
    { width: '*', text: `${who}：＿＿＿＿＿＿＿＿＿＿` },
    { width: 'auto', text: writtenDay(day) },
  ],
  margin: [0, 4, 14, 0],
});

const TWO_CHARACTERS = 21;

/** Paragraphs set in by two characters, as Chinese prose is. */
export const paragraphs = (text: string): Content => ({
  stack: text
    .split('\n')
    .map((line) => ({ text: line, leadingIndent: TWO_CHARACTERS, margin: [0, 0, 0, 2] })),
});

const LINE_HEIGHT = 18;
const CHARACTERS_A_LINE = 36;

/**
 * Paragraphs that take so many points at least, so that what follows stands at the foot of its row. Text that fills the room is
 * set without it: where a row runs on, pdfmake would leave the room once more on the next page.
 */
export function paragraphsWithin(height: number, text: string): Content {
  const lines = text
    .split('\n')
    .reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / CHARACTERS_A_LINE)), 0);
  if (lines * LINE_HEIGHT >= height) return paragraphs(text);
  return {
    table: { widths: ['*'], heights: [height], body: [[paragraphs(text)]] },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: () => 0,
      paddingBottom: () => 0,
    },
  };
}

/** What is said under the table. */
export const underTable = (text: string): Content => ({ text, fontSize: 9.5, margin: [0, 6, 0, 0] });
