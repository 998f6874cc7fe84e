import { copyLine } from './copy';

describe('a row in the text format of COPY', () => {
  it.each([
    ['plain', ['a', '1'], 'a\t1\n'],
    ['NULL and the empty text', [null, ''], '\\N\t\n'],
    ['a text that looks like NULL', ['\\N'], '\\\\N\n'],
    ['a text that looks like the end', ['\\.'], '\\\\.\n'],
    ['the four special characters', ['a\tb\nc\rd\\e'], 'a\\tb\\nc\\rd\\\\e\n'],
    ['Chinese', ['粤医保〔2025〕1号', '𠮷'], '粤医保〔2025〕1号\t𠮷\n'],
    ['no column', [], '\n'],
  ] as const)('%s', (_, row, line) => expect(copyLine(row)).toBe(line));
});
