/** Values of parameters in plain words, in both languages. */
import { counted } from './both-languages';
import type { OrNone, Range } from './parameter-kind';
import type { BothLanguages } from './both-languages';

/** What a parameter is called, and how its values are said. */
export interface Worded<Value> extends BothLanguages {
  readonly value: (value: Value) => BothLanguages;
}

/** Words for each parameter of a group. */
export type WordsOf<Group> = { readonly [Name in keyof Group]: Worded<Group[Name]> };

export const worded = <Value>(
  zh: string,
  en: string,
  value: (value: Value) => BothLanguages,
): Worded<Value> => ({
  zh,
  en,
  value,
});

const NOT_REGULATED: BothLanguages = { zh: '未作规定', en: 'not regulated' };

export const yesNo = (yes: boolean): BothLanguages =>
  yes ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };

/** One of several words; `none` among them only where the text's silence has words of its own. */
export const oneWordOf =
  <Choice extends string>(words: Readonly<Record<Choice, BothLanguages>>) =>
  (choice: Choice): BothLanguages =>
    words[choice];

export const orNotRegulated =
  <Value>(say: (value: Value) => BothLanguages) =>
  (value: OrNone<Value>): BothLanguages =>
    value === 'none' ? NOT_REGULATED : say(value);

/** `15个工作日`, `15 working days`. */
export const countOf =
  (zh: string, unit: string) =>
  (number: number): BothLanguages => ({ zh: `${number}${zh}`, en: counted(number, unit) });

/** `1至6个月`, `1 to 6 months`. */
export const spanOf =
  (zh: string, unit: string) =>
  ({ from, to }: Range): BothLanguages =>
    from === to
      ? countOf(zh, unit)(from)
      : { zh: `${from}至${to}${zh}`, en: `${from} to ${counted(to, unit)}` };

export const asWritten = (text: string): BothLanguages => ({ zh: text, en: text });

const COMMAS: BothLanguages = { zh: '、', en: ', ' };
export const SEMICOLONS: BothLanguages = { zh: '；', en: '; ' };

/** Each in its words, between them commas (`、`) or what `between` says; or what an empty list says. */
export const listOfWords =
  <Value>(say: (value: Value) => BothLanguages, empty: BothLanguages, between = COMMAS) =>
  (values: readonly Value[]): BothLanguages => {
    if (values.length === 0) return empty;
    const said = values.map(say);
    return { zh: said.map(({ zh }) => zh).join(between.zh), en: said.map(({ en }) => en).join(between.en) };
  };

export const NONE: BothLanguages = { zh: '无', en: 'none' };
