/** The package states no types. */
declare module 'linebreak' {
  /** Finds where a text may be broken into lines, by Unicode's line breaking algorithm (UAX 14). */
  class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
  export = LineBreaker;
}
