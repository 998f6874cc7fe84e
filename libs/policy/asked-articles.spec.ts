import type { Article, Pack } from '.';
import { loadPacks, NATIONAL_2024, NATIONAL_2024_EDITION_1 } from '.';

const articles = (...codes: Article['code'][]): readonly Article[] =>
  codes.flatMap((code) => NATIONAL_2024_EDITION_1.articles.filter((article) => article.code === code));
const notBars = NATIONAL_2024_EDITION_1.articles.filter(({ effect }) => effect === 'notes');
const problems = (written: readonly Article[]): readonly string[] => {
  const pack: Pack = {
    ...NATIONAL_2024,
    editions: [{ ...NATIONAL_2024_EDITION_1, articles: [...written, ...notBars] }],
  };
  return loadPacks([pack], (_, { number }) => number).problems.map(({ reason }) => reason);
};

describe('bars are written in the order of the reason codes', () => {
  const disorder = 'lists its bars in another order than the reason codes';
  it.each([
    ['none', [], []],
    ['one', ['CLINICIAN_SUSPENDED'], []],
    ['in order', ['CODE_MISSING', 'CLINICIAN_SUSPENDED', 'DEPARTMENT_SUSPENDED'], []],
    ['two of one code', ['CLINICIAN_SUSPENDED', 'CLINICIAN_SUSPENDED'], []],
    ['the first two the other way round', ['CLINICIAN_SUSPENDED', 'CODE_MISSING'], [disorder]],
    ['the last two the other way round', ['CODE_MISSING', 'NOT_RESTORED', 'CLINICIAN_SUSPENDED'], [disorder]],
  ] as const)('%s', (_, codes, expected) => {
    expect(problems(articles(...codes))).toEqual(expected);
  });
});
