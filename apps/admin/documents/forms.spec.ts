import { printedPages, printedText } from '../../../libs/documents/testing/printed-text';
import { COPY, REGISTRATION, REPAIR, RESTORATION } from './testing/example-forms';
import {
  appealStatementPdf,
  copyToAuthorityPdf,
  maskedNumber,
  registrationFormPdf,
  repairApplicationPdf,
  restorationApplicationPdf,
} from './index';

describe('guangdong-2025 form 2: the registration form', () => {
  it('states every field of article 14, on one page', async () => {
    const pages = printedPages(await registrationFormPdf(REGISTRATION));
    expect(pages).toHaveLength(1);
    const text = pages.flat().join('');
    for (const words of [
      '定点医药机构相关人员登记备案表',
      '医保编码D460100001234',
      '身份证件号码460*************28',
      '出生日期1980年1月',
      '□ 男　■ 女',
      '联系电话0898-66660000',
      '医药机构名称海口市第三人民医院',
      '机构代码H46010000123',
      '医保区划460108',
      '执业类型医疗类',
      '执业类别临床',
      '执业范围骨科专业',
      '专业技术职务副主任医师',
      '■ 正常　□ 暂停　□ 终止',
      '■ 是　□ 否',
    ])
      expect(text).toContain(words);
  });

  it.each([
    ['suspended', false, '□ 正常　■ 暂停　□ 终止', '□ 是　■ 否'],
    ['terminated', true, '□ 正常　□ 暂停　■ 终止', '■ 是　□ 否'],
  ] as const)('%s, committed %s', async (status, committed, statusBoxes, commitmentBoxes) => {
    const text = printedText(await registrationFormPdf({ ...REGISTRATION, status, committed }));
    expect(text).toContain(statusBoxes);
    expect(text).toContain(commitmentBoxes);
  });
});

it('guangdong-2025 form 2 leaves boxes and blanks for what an identity number of another kind does not say', async () => {
  const person = { ...REGISTRATION.person, sex: null, phone: null };
  const text = printedText(await registrationFormPdf({ ...REGISTRATION, person, bornOn: null }));
  expect(text).toContain('出生日期＿＿＿＿年＿＿月性　　别□ 男　□ 女联系电话医药机构名称');
});

describe('guangdong-2025 forms 4 and 5 have one layout', () => {
  it.each([
    ['定点医药机构相关人员记分修复申请书', '修复理由', repairApplicationPdf],
    ['定点医药机构相关人员陈述申辩书', '陈述申辩理由', appealStatementPdf],
  ] as const)('%s', async (title, label, pdfOf) => {
    const pages = printedPages(await pdfOf(REPAIR));
    expect(pages).toHaveLength(1);
    const text = pages.flat().join('');
    for (const words of [
      title,
      label,
      '通知书文号琼医保支付〔2025〕17号',
      '联系电话0898-66660000',
      '申请减记 2 分。',
      '申请人签字：',
      '2025年7月7日',
      '情况属实，同意申请。',
      '海口市第三人民医院（公章）',
      '2025年7月9日',
      '海口市社会保险服务中心（公章）',
    ])
      expect(text).toContain(words);
  });
});

it('a reason that runs on is printed whole, and the signature stands under it', async () => {
  const items = Array.from({ length: 90 }, (_, index) => `第${index + 1}项：已退回涉及费用并完成整改。`);
  const pages = printedPages(await repairApplicationPdf({ ...REPAIR, reason: items.join('\n') }));
  const text = pages.flat().join('');
  for (const item of items) expect(text).toContain(item);
  const signed = pages.find((page) => page.join('').includes('申请人签字：')) ?? [];
  expect(signed.join('')).toContain('第90项');
});

describe('guangdong-2025 form 6: the application for restoration', () => {
  it('declares the period served, emergencies apart', async () => {
    const pages = printedPages(await restorationApplicationPdf(RESTORATION));
    expect(pages).toHaveLength(1);
    const text = pages.flat().join('');
    for (const words of [
      '定点医药机构相关人员医保支付资格恢复申请书',
      '认定文书号琼医保支付〔2025〕17号',
      '■ 暂停　□ 终止　自2025年6月10日起至2025年9月9日止',
      '本人已达到暂停医保结算的时长',
      '急诊、抢救等特殊情形除外',
      '已退回涉及费用',
      '本申请书经办机构留存一份，相关人员及所属机构各执一份。',
    ])
      expect(text).toContain(words);
  });

  it('declares no period served where it is applied for early, and leaves room for an end that is not set', async () => {
    const text = printedText(
      await restorationApplicationPdf({ ...RESTORATION, isEarly: true, lastDay: null }),
    );
    expect(text).toContain('本人因诊疗需要，申请在期满前提前恢复医保支付资格。');
    expect(text).not.toContain('已达到');
    expect(text).toContain('自2025年6月10日起至＿＿＿年＿＿月＿＿日止');
  });
});

describe('guangdong-2025 form 7: the copy to another authority', () => {
  it('lists every person, with the head of the list on each page', async () => {
    const persons = Array.from({ length: 40 }, (_, index) => ({
      ...COPY.persons[0]!,
      name: `第${index + 1}人`,
    }));
    const pages = printedPages(await copyToAuthorityPdf({ ...COPY, persons }));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages.slice(0, -1)) expect(page.join('')).toContain('医保代码');
    const text = pages.flat().join('');
    for (let index = 1; index <= 40; index += 1) expect(text).toContain(`第${index}人`);
    expect(text).toContain('海口市卫生健康委员会：');
    expect(text).toContain('发现下列人员存在违规行为，予以记分');
    expect(text).toContain('海口市社会保险服务中心（公章）');
  });

  it('says of one person alone what was done and how many points it cost', async () => {
    const text = printedText(await copyToAuthorityPdf({ ...COPY, persons: COPY.persons.slice(0, 1) }));
    expect(text).toContain('发现海口市第三人民医院张三0存在违规行为，记 4 分。');
  });
});

it('every form is the same file whenever it is printed', async () => {
  const print = (): Promise<readonly Buffer[]> =>
    Promise.all([
      registrationFormPdf(REGISTRATION),
      repairApplicationPdf(REPAIR),
      appealStatementPdf(REPAIR),
      restorationApplicationPdf(RESTORATION),
      copyToAuthorityPdf(COPY),
    ]);
  const [first, again] = [await print(), await print()];
  expect(again.map((pdf, index) => pdf.equals(first[index]!))).toEqual([true, true, true, true, true]);
});

it.each([
  ['460100198001010028', '460*************28'],
  ['K123456', '*******'],
  ['G12345678901', 'G12*******01'],
  ['', ''],
] as const)('an identity number %s is masked as %s', (number, masked) => {
  expect(maskedNumber(number)).toBe(masked);
});
