/** `gatekeeper packs --diff`: what it prints, and how it ends. */
import { Command } from 'commander';
import stringWidth from 'string-width';
import { AnswerIsNo, UsageError } from './ending';
import { PAGE_COLUMNS } from './page-layout';
import { addPacksCommand } from './packs-command';

/** What is printed, and what the command ends with; `null`: well. */
function packs(...args: readonly string[]): { readonly printed: string; readonly end: unknown } {
  const program = new Command().exitOverride();
  addPacksCommand(program);
  let printed = '';
  const writing = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    program.parse(['packs', ...args], { from: 'user' });
    return { printed, end: null };
  } catch (end) {
    return { printed, end };
  } finally {
    writing.mockRestore();
  }
}
const unbroken = (text: string): string => text.replace(/[\s│]/gu, '');

describe('packs --diff', () => {
  it('two texts that differ: each value with its article, in both languages, then the answer no', () => {
    const { printed, end } = packs('--diff', 'national-2024@1', 'guangdong-2025@1');
    expect(end).toBeInstanceOf(AnswerIsNo);
    expect(end).toMatchObject({
      message:
        'national-2024@1 and guangdong-2025@1 differ in 3 value(s), 1 article(s), 0 situation(s), 0 medical categories',
    });
    expect(printed).toContain('甲 first              national-2024, 版本 edition 1, 现行 in-force\n');
    expect(printed).toMatch(/national-2024 art\. 16 \[1\] +│ guangdong-2025 art\. 15 \[2\] +│/);
    expect(unbroken(printed)).toContain('noticeDeliveryBinds所有通知书纸质通知书');
    expect(printed).toContain('三、记分情形 3 · What is scored\n相同 no difference\n');
  });

  it.each([
    [['national-2024', 'guangdong-2025']],
    [['hainan-2022', 'hainan-institutions-2024']],
    [['linfen', 'nhsa-2018']],
  ])('%j: no wider than a page, and cuts nothing off', ([first = '', second = '']) => {
    const { printed } = packs('--diff', first, second);
    expect(printed.split('\n').filter((line) => stringWidth(line) > PAGE_COLUMNS)).toEqual([]);
    expect(printed).not.toContain('…');
  });

  it('two that say the same end well', () => {
    expect(packs('--diff', 'linfen', 'linfen')).toMatchObject({
      end: null,
      printed: expect.stringContaining('相同'),
    });
  });

  it('a pack as the options fill it in, beside itself as it ships', () => {
    const { printed, end } = packs(
      '--diff',
      'linfen@1',
      'linfen',
      '--set',
      'linfen.certificateValidityYears=3',
    );
    expect(end).toMatchObject({
      message: expect.stringMatching(/^linfen@1 and linfen@1\+[0-9a-f]{8} differ in 1 value/),
    });
    expect(unbroken(printed)).toContain('待填3年');
    expect(unbroken(printed)).toContain('经办机构设定');
  });

  it('as JSON, in the names of the wire', () => {
    const { printed } = packs('--diff', 'national-2024@1', 'guangdong-2025@1', '--json');
    expect(JSON.parse(printed)).toMatchObject({
      editions: { first: { name: 'national-2024', title_zh: expect.anything() }, second: { edition: '1' } },
      parameters: [{ name: 'fundScope', first: [{ written: 'all', is_set_by_hand: false }] }, {}, {}],
      medical_categories: [],
      elsewhere: { parameters: expect.arrayContaining(['restore']) },
    });
  });

  it.each([
    [['--diff', 'linfen'], '--diff takes two packs or editions: pack or pack@edition'],
    [['--diff'], '--diff takes two packs or editions: pack or pack@edition'],
    [['--diff', 'linfen', 'nope'], /^there is no pack nope; there are national-2024, /],
    [['--diff', 'linfen@2', 'linfen'], 'there is no edition 2 of linfen; there are 1'],
    [['--diff', 'linfen@', 'linfen'], 'there is no edition  of linfen; there are 1'],
    [['linfen', 'nope'], 'packs takes one pack, not nope as well; two are compared with --diff'],
  ])('%j: used wrongly, nothing printed', (args, message) => {
    const { printed, end } = packs(...args);
    expect(end).toBeInstanceOf(UsageError);
    expect(end).toMatchObject({ message: expect.stringMatching(message) });
    expect(printed).toBe('');
  });
});
