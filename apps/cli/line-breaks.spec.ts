import { brokenTo } from './line-breaks';

describe('text broken to a width', () => {
  it.each([
    ['fits', 10, 'abc def', ['abc def']],
    ['just fits', 7, 'abc def', ['abc def']],
    ['one column too long', 6, 'abc def', ['abc', 'def']],
    ['a space at the break is dropped', 4, 'abc def', ['abc', 'def']],
    ['a line break stays', 10, 'abc\ndef', ['abc', 'def']],
    ['an empty line stays', 10, 'abc\n\ndef', ['abc', '', 'def']],
    ['no text is one empty line', 10, '', ['']],
    ['a space before the text stays', 10, '  abc', ['  abc']],
    ['a word longer than a line stays whole', 4, 'ab abcdefghij', ['ab', 'abcdefghij']],
    ['wide characters take two columns', 4, '统筹基金', ['统筹', '基金']],
    ['the odd column stays empty', 5, '统筹基金', ['统筹', '基金']],
    ['words and wide characters mix', 8, '上传4302记录', ['上传4302', '记录']],
    ['a closing mark does not begin a line', 4, '统筹。基金', ['统', '筹。', '基金']],
    ['an opening mark does not end one', 6, '统筹（基金）', ['统筹', '（基', '金）']],
  ])('%s', (_, width, text, lines) => {
    expect(brokenTo(width, text)).toEqual(lines);
  });
});
