import { printedPages, printedText } from '../../../libs/documents/testing/printed-text';
import { NOTICE, PERSON, day } from './testing/example-forms';
import type { NoticeOfHandling } from './index';
import { noticePdf } from './index';

const textOf = async (more: Partial<NoticeOfHandling>): Promise<string> =>
  printedText(await noticePdf({ ...NOTICE, ...more }));

describe('guangdong-2025 form 3: the notice of handling', () => {
  it('states every field, on one A4 page with its number', async () => {
    const pages = printedPages(await noticePdf(NOTICE));
    expect(pages).toHaveLength(1);
    const text = pages.flat().join('');
    for (const words of [
      '定点医药机构相关人员医保支付资格处理通知书',
      '琼医保支付〔2025〕17号',
      '机构名称海口市第三人民医院（海口市骨科与糖尿病医院）',
      '欧阳龑翀',
      '女',
      'D460100001234',
      '将不属于医疗保障基金支付范围的费用纳入结算',
      '本次记 4 分，本年度累计记 10 分',
      '海口市社会保险服务中心（公章）',
      '2025年6月6日',
      '相关人员签字：',
      '本通知书一式 4 份，分送：海口市社会保险服务中心、欧阳龑翀、海口市第三人民医院、海口市美兰区人民医院。',
      '第 1 页　共 1 页',
    ])
      expect(text).toContain(words);
  });

  it.each([
    [
      { kind: 'talk' },
      ['■ 1. 提醒谈话一次', '□ 2. 暂停医保结算资格 ＿＿ 个月', '□ 3. 终止医保结算资格 ＿＿ 年'],
    ],
    [
      { kind: 'suspended', months: 3, firstDay: day(2025, 6, 10), lastDay: day(2025, 9, 9) },
      ['□ 1.', '■ 2. 暂停医保结算资格 3 个月，自2025年6月10日起至2025年9月9日止', '□ 3.'],
    ],
    [
      { kind: 'terminated', years: 1, firstDay: day(2025, 6, 10), lastDay: day(2026, 6, 9) },
      ['□ 1.', '□ 2.', '■ 3. 终止医保结算资格 1 年，自2025年6月10日起至2026年6月9日止'],
    ],
    [
      { kind: 'terminated', years: null, firstDay: day(2025, 6, 10), lastDay: null },
      ['□ 1.', '□ 2.', '■ 3. 终止医保结算资格，自2025年6月10日起，未定终止日期'],
    ],
    [
      { kind: 'suspended', months: null, firstDay: day(2025, 6, 10), lastDay: null },
      ['□ 1.', '■ 2. 暂停医保结算资格，自2025年6月10日起，未定终止日期', '□ 3.'],
    ],
  ] as const)('ticks the one box that is ordered: %j', async (handling, boxes) => {
    const text = await textOf({ handling });
    for (const words of boxes) expect(text).toContain(words);
    expect(text.split('■')).toHaveLength(2);
  });

  it.each([
    [{ workingDays: 10, addressee: 'agency' }, '之日起 10 个工作日内，向医疗保障经办机构提交'],
    [{ workingDays: 7, addressee: 'admin_dept' }, '之日起 7 个工作日内，向医疗保障行政部门提交'],
    [{ workingDays: 'none', addressee: 'agency' }, '如有异议，可向医疗保障经办机构提交'],
  ] as const)('says of appeals what the pack says: %j', async (appeal, words) => {
    expect(await textOf({ appeal })).toContain(words);
  });

  it.each([
    [
      { kind: 'applied_for', workingDaysBefore: 15, route: 'institution' },
      '如需恢复，可在期满前 15 个工作日经定点医药机构向医疗保障经办机构提出申请。',
    ],
    [
      { kind: 'applied_for', workingDaysBefore: 'none', route: 'direct' },
      '如需恢复，可向医疗保障经办机构提出申请。',
    ],
    [{ kind: 'by_itself' }, '期满自动恢复。'],
  ] as const)('says of restoration what the pack says: %j', async (restoration, words) => {
    expect(await textOf({ restoration })).toContain(words);
    expect(await textOf({ restoration, handling: { kind: 'talk' } })).not.toContain(words);
  });

  it.each([
    [
      { kind: 'applied_for', workingDaysBefore: 15, route: 'institution' },
      '如需恢复，可经定点医药机构向医疗保障经办机构提出申请。',
    ],
    [{ kind: 'by_itself' }, '未定终止日期，不自动恢复。'],
  ] as const)('speaks of no end of a measure that has none: %j', async (restoration, words) => {
    const handling = {
      kind: 'terminated',
      years: null,
      firstDay: day(2025, 6, 10),
      lastDay: null,
    } as const;
    const text = await textOf({ restoration, handling });
    expect(text).toContain(words);
    expect(text).not.toContain('期满');
  });

  it.each([
    [{ kind: 'masked', number: '460100198001010028' }, '460*************28'],
    [{ kind: 'clear', number: '460100198001010028' }, '460100198001010028'],
  ] as const)('prints the identity number as it was handed in: %j', async (identity, printed) => {
    expect(await textOf({ person: { ...PERSON, identity } })).toContain(`身份证号码${printed}医保代码`);
  });

  it('runs on over pages when the violation is long, and loses none of it', async () => {
    const violation = Array.from({ length: 60 }, (_, index) => `第${index + 1}项：不予支付的费用。`).join(
      '\n',
    );
    const pages = printedPages(await noticePdf({ ...NOTICE, violation }));
    expect(pages.length).toBeGreaterThan(1);
    const text = pages.flat().join('');
    for (let index = 1; index <= 60; index += 1) expect(text).toContain(`第${index}项：不予支付的费用。`);
    expect(text).toContain('相关人员签字：');
    expect(text).toContain(`第 ${pages.length} 页\u3000共 ${pages.length} 页`);
  });

  it('draws every character it writes: none is the empty glyph, and one the font lacks is named', async () => {
    const text = await textOf({ person: { ...PERSON, name: '王𠮷' } });
    expect(text).not.toContain('\uFFFD');
    expect(text).toContain('王〓');
    expect(text).toContain('〓 字库未收录的字符（Unicode）：U+20BB7');
  });

  it('is the same file whenever it is printed, and another for another notice', async () => {
    const first = await noticePdf(NOTICE);
    expect((await noticePdf(structuredClone(NOTICE))).equals(first)).toBe(true);
    expect((await noticePdf({ ...NOTICE, pointsThisTime: 5 })).equals(first)).toBe(false);
    expect(first.toString('latin1')).toContain('(D:20250605160000Z)');
  });

  it('carries its fonts as subsets', async () => {
    const pdf = await noticePdf(NOTICE);
    const fonts = [...pdf.toString('latin1').matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name);
    expect([...new Set(fonts)]).toEqual(['BZZZZZ+NotoSansSC-Bold', 'CZZZZZ+NotoSansSC-Regular']);
    expect(pdf.length).toBeLessThan(200_000);
  });
});
