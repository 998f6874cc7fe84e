import { DEFAULT_AREA_MAP, packPage, packSummary } from '@gatekeeper/policy';
import type { PackPage } from '@gatekeeper/policy';
import stringWidth from 'string-width';
import { listText } from './pack-list-text';
import { pageText } from './pack-page-text';
import { PAGE_COLUMNS } from './page-layout';
import type { PolicyOptions } from './policy-options';
import { policyFrom } from './policy-options';
import { snakeKeyed } from './snake-case';

const pageOf = (name: string, options: PolicyOptions = {}): PackPage =>
  packPage(policyFrom(options).packs.get(name)!, DEFAULT_AREA_MAP);
const NAMES = [...policyFrom({}).packs.keys()];

/** Without spaces and breaks, which a narrow column puts anywhere. */
const unbroken = (text: string): string => text.replace(/\s/gu, '');

/** The page with each cell of its tables in one piece. */
function cellByCell(text: string): string {
  const pieces: string[] = [];
  let row: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('│'))
      line
        .split('│')
        .slice(1, -1)
        .forEach((part, column) => (row[column] = (row[column] ?? '') + part));
    else {
      pieces.push(...row, line);
      row = [];
    }
  }
  return unbroken(pieces.join('\n'));
}

/** The lines of one reason. */
function entryOf(text: string, code: string): string {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`${code}  `));
  const end = lines.indexOf('', begin);
  return lines.slice(begin, end === -1 ? undefined : end).join('\n');
}

describe.each(NAMES)('the printed page of %s', (name) => {
  const page = pageOf(name);
  const text = pageText(page);
  const printed = cellByCell(text);

  it('is no wider than it is to be', () => {
    expect(text.split('\n').filter((line) => stringWidth(line) > PAGE_COLUMNS)).toEqual([]);
  });

  it('cuts nothing off', () => {
    expect(text.replaceAll('=…', '')).not.toContain('…');
  });

  it('has every parameter with its value, and every article with what it says', () => {
    for (const { articles, parameters, catalogue } of page.pages) {
      for (const parameter of parameters.flatMap((group) => group.parameters)) {
        expect(printed).toContain(unbroken(`${parameter.name}${parameter.zh}${parameter.en}`));
        for (const { words, summary } of parameter.values) {
          expect(printed).toContain(unbroken(words.zh));
          expect(printed).toContain(unbroken(words.en));
          expect(printed).toContain(unbroken(summary));
        }
      }
      for (const { code, article, summary } of articles) {
        expect(printed).toContain(code);
        expect(printed).toContain(unbroken(article));
        expect(printed).toContain(unbroken(summary));
      }
      for (const { code, zh, en } of catalogue) {
        expect(printed).toContain(code);
        expect(printed).toContain(unbroken(zh + en));
      }
    }
  });

  it('explains every reason it can give, and names those it never gives', () => {
    for (const { code, arises, recourse, nextSteps, bears } of page.pages.flatMap(({ reasons }) => reasons)) {
      expect(text).toContain(code);
      if (!arises) continue;
      const entry = unbroken(entryOf(text, code));
      expect(entry).toContain(unbroken(recourse.text.en));
      expect(entry).toContain(unbroken(bears.text.zh));
      for (const { zh, en } of nextSteps) expect(entry).toContain(unbroken(zh + en));
    }
  });
});

describe('a page, as printed', () => {
  it('begins with what the text is worth and where it is used', () => {
    expect(pageText(pageOf('hainan-institutions-2024')).split('\n').slice(0, 13)).toMatchInlineSnapshot(`
     [
       "hainan-institutions-2024",
       "海南省医疗保障局关于加强定点医药机构管理的通知",
       "Hainan notice on the management of designated institutions",
       "",
       "状态 status           现行 in-force",
       "施行 in force         2024-11-18 / ..",
       "适用地区 areas        46 (2/2, 附加 adds to hainan-2022)",
       "来源 sources          [1] 海南省医疗保障局关于加强定点医药机构管理的通知 《关于加强定点医药机构管理",
       "                      的通知》, 2024-11-18",
       "另引 also cited       [2] 医保办发〔2024〕34号",
       "                      [3] 医保发〔2024〕23号",
       "                      [4] 2号令 art. 43",
       "",
     ]
    `);
  });

  it('lists the blanks of a template with what fills them', () => {
    const text = pageText(pageOf('linfen'));
    expect(text).toContain('状态 status           范本 template');
    expect(text).toContain('\n                      --set linfen.certificateValidityYears=…\n');
    expect(cellByCell(text)).toContain('待填tobefilledin（见上see--setabove）none,orawholenumberfrom1to100');
  });

  it('says what the operator set', () => {
    const text = pageText(pageOf('linfen', { set: ['linfen.certificateValidityYears=3'] }));
    expect(text).not.toContain('--set linfen.certificateValidityYears');
    expect(text).toMatch(/│ certificateValidityYears +│ 3年 +│ 经办机构设定 set by the +│/u);
    expect(text).toMatch(/^版本 edition {10}1\+[0-9a-f]{8}, 全部费用日 all fee days$/mu);
  });

  it('explains a suspension under Guangdong from who bears it to what comes next', () => {
    expect(entryOf(pageText(pageOf('guangdong-2025')), 'CLINICIAN_SUSPENDED')).toMatchInlineSnapshot(`
     "CLINICIAN_SUSPENDED  不予支付 bars  guangdong-2025 art. 15
       费用发生在该人员医保支付资格暂停期间
       The fee arose while the person was suspended
       承担 who bears it   支付前不予支付的，由定点医药机构承担；支付后追回的，也由其承担，但全部不予支付
                           情形均为处理决定、且处理通知书都在费用发生之后才送达的，无人担责
                           Refused before payment: the institution. Recovered after payment: the
                           institution too, but nobody where every bar that stands is a sanction whose
                           notice was delivered after the fee arose
       救济 recourse       可申诉 can be appealed
                           相关人员或定点医药机构收到处理通知书后10个工作日内可向医保经办机构书面申诉，逾
                           期视为无异议；自收到申诉材料起20个工作日内答复；申诉期间原处理照常执行
                           The clinician or the institution may appeal the notice in writing to the
                           agency, within 10 working days from its receipt; a late appeal counts as none.
                           The answer is due within 20 working days from receipt of the material; the
                           sanction runs meanwhile
       可排除 lifted by    EMERGENCY_EXEMPT, EXEMPTION_GRANTED
       下一步 next steps   1. 立即由其他状态正常的人员接手，停止申报该人员新发生的费用
                              Hand the work over to persons in good standing and stop claiming what this
                              person orders
                           2. 期满前15个工作日经所在机构同意后申请恢复，经办机构10个工作日内评估；逾期仍
                              可申请，但恢复之前的费用不予支付
                              Apply for restoration 15 working days before the period ends, through the
                              institution; the agency assesses it within 10 working days. A late
                              application is possible, but nothing is paid until restoration
                           3. 可申请记分修复（机构同意、经办机构审核），以减分或缩短期限
                              Repair of points may be applied for (with the consent of the institution,
                              reviewed by the agency): fewer points or a shorter period
                           4. 属于急诊、抢救的，上传急诊留观或抢救记录（4302），在明细中填写其编号后重新
                              上传
                              Where it was emergency or rescue, send the record (4302) and upload the
                              line again with its number
                           5. 已有经批准的例外的，请经办机构登记，明细随后重新判定
                              Where an exemption was approved, have the agency enter it; the line is then
                              decided again"
    `);
  });
});

describe('the list of packs', () => {
  const { packs, map } = policyFrom({});
  const text = listText([...packs.values()].map((pack) => packSummary(pack, map)));

  it('is no wider than a page and cuts nothing off', () => {
    expect(text.split('\n').filter((line) => stringWidth(line) > PAGE_COLUMNS)).toEqual([]);
    expect(text).not.toContain('…');
  });

  it.each([
    ['national-2024', ['现行in-force', '2025-01-01/..', '其余everythingelse']],
    ['guangdong-2025', ['征求意见稿draft', '从未施行never', '44(1/2,主leadsnhsa-2018)']],
    ['nhsa-2018', ['2018-11-29/..', '44(2/2,附加addstoguangdong-2025)', '粤医保函〔2018〕132号']],
    ['linfen', ['范本template', '1410', '待填blanks:13']],
    ['hainan-2022', ['被取代supersededfrom2025-04-01', '46(1/2,主leadshainan-institutions-2024)']],
    ['hainan-institutions-2024', ['2024-11-18/..', '46(2/2,附加addstohainan-2022)']],
  ])('%s: %j', (_, said) => {
    const printed = cellByCell(text);
    for (const words of said) expect(printed).toContain(words);
  });

  it('an area map that names a pack nowhere, or for certain days', () => {
    const [first] = packs.values();
    const summary = packSummary(first!, new Map());
    expect(cellByCell(listText([summary]))).toContain('无none:theareamapdoesnotnameit');
    const dated = {
      prefix: '46',
      position: 1,
      stack: [summary.name],
      dated: { from: null, until: '2025-01-01' },
    };
    expect(cellByCell(listText([{ ...summary, areas: [dated] }]))).toContain('46../2025-01-01');
  });
});

const objectOf = (data: unknown): object => (typeof data === 'object' && data !== null ? data : {});

describe('the same as JSON', () => {
  it('has the names of the wire for fields, and leaves what they hold', () => {
    expect(snakeKeyed({ inForce: null, areas: [{ titleZh: 'inForce' }], blanks: ['fundScope'] })).toEqual({
      in_force: null,
      areas: [{ title_zh: 'inForce' }],
      blanks: ['fundScope'],
    });
  });

  it.each([
    [[], 'name title_zh title_en status superseded in_force editions areas blanks sources pages'],
    [['areas', 0], 'prefix position stack dated'],
    [['sources', 0], 'document title_zh issued_on'],
    [['pages', 0], 'edition holds parent articles parameters catalogue reasons'],
    [
      ['pages', 0, 'articles', 0],
      'article summary document is_reading inherited_from code effect in_force governed_by lifts',
    ],
    [['pages', 0, 'parameters', 0], 'group title parameters'],
    [['pages', 0, 'parameters', 0, 'parameters', 0], 'name zh en expected values fill_with'],
    [
      ['pages', 0, 'parameters', 0, 'parameters', 0, 'values', 0],
      'article summary document is_reading inherited_from written words holds is_set_by_hand',
    ],
    [['pages', 0, 'catalogue', 0], 'article summary document is_reading inherited_from code points zh en'],
    [['pages', 0, 'reasons', 7], 'code arises bears recourse next_steps lifted_by kind text articles'],
    [
      ['pages', 0, 'reasons', 7, 'recourse'],
      'kind by addressee within_working_days answered_within_working_days answer_counted_from sanction_runs_meanwhile text',
    ],
  ])('of a page, at %j: %s', (path, names) => {
    const at = path.reduce<unknown>(
      (data, step) => Reflect.get(objectOf(data), step),
      snakeKeyed(pageOf('hainan-2022')),
    );
    expect(Object.keys(objectOf(at)).sort()).toEqual(names.split(' ').sort());
  });
});
