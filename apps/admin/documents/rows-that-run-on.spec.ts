import { COPY, NOTICE, REPAIR } from './testing/example-forms';
import { printedPages, statesLeftOpen } from '../../../libs/documents/testing/printed-text';
import { copyToAuthorityPdf, noticePdf, repairApplicationPdf } from './index';

const itemsOf = (count: number, ending: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `第${index + 1}项：不予支付的费用${ending}`);

/** Each has another row at the foot of the first page, or another line of it. */
const COUNTS = [21, 24, 26, 27, 29];

describe.each([
  ['form 3', (text: string) => noticePdf({ ...NOTICE, violation: text }), ['相关人员签字：', '分送：']],
  [
    'form 4',
    (text: string) => repairApplicationPdf({ ...REPAIR, reason: text }),
    ['申请人签字：', '经办机构意见'],
  ],
] as const)('wherever a row of %s meets the end of its page, nothing is lost', (_, pdfOf, ends) => {
  it.each(COUNTS)('%d lines', async (count) => {
    const items = itemsOf(count, '。');
    const pdf = await pdfOf(items.join('\n'));
    const pages = printedPages(pdf).map((page) => page.join(''));
    expect(pages).toHaveLength(2);
    for (const words of [...items, ...ends, '海口市社会保险服务中心（公章）'])
      expect(pages.join('')).toContain(words);
    pages.forEach((page, index) => {
      expect(page).toContain(`第 ${index + 1} 页\u3000共 ${pages.length} 页`);
    });
    expect(statesLeftOpen(pdf)).toEqual(pages.map(() => 0));
  });
});

it.each([[10], [60]])('a row of a list that is longer than a page runs on: %d items', async (count) => {
  const violation = itemsOf(count, '；').join('');
  const persons = COPY.persons.map((person) => ({ ...person, violation }));
  const text = printedPages(await copyToAuthorityPdf({ ...COPY, persons }))
    .flat()
    .join('');
  expect(text.split('；')).toHaveLength(persons.length * count + 1);
});
