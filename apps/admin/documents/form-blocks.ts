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
      return [label(row.answer), answer(row.answer, 3), {}, {}];
  }
}

const label = ({ label: text }: Answer): TableCell => ({
  text,
  alignment: 'center',
  verticalAlignment: 'middle',
});

const answer = ({ answer: given }: Answer, colSpan = 1): TableCell =>
  typeof given === 'string'
    ? { text: given, verticalAlignment: 'middle', colSpan }
    : { stack: [given], colSpan };

/** An opinion to be written, with the seal and the day under it; room is left where it is still to be given. */
export const opinion = (words: string, sealOf: string, day: Day | null): Content => ({
  stack: [{ text: words === '' ? '\n' : words }, sealAndDay(sealOf, day)],
});

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
