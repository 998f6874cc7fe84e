import { tmpdir } from 'node:os';
import { listed, systemFault } from './ending';

describe('details of an ending', () => {
  it.each([
    ['none', 0, []],
    ['as many as are listed', 50, ['  49\n']],
    ['one more', 51, ['  49\n', '  and 1 more\n']],
    ['hundreds', 700, ['  49\n', '  and 650 more\n']],
  ])('%s: the first fifty a line each, and how many more', (_, count, last) => {
    const text = listed(Array.from({ length: count }, (_detail, n) => String(n)));
    expect(text.split(/(?<=\n)/)).toHaveLength(Math.min(count, 51) || 1);
    expect(text.endsWith(last.join(''))).toBe(true);
  });
});

describe('what the machine refuses is one line', () => {
  const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });
  it.each([
    ['no such file', coded('ENOENT', 'no'), 'cannot read an input: no'],
    ['a full disk', coded('ENOSPC', 'no'), 'cannot write an output: no'],
    [
      'a full disk, as DuckDB says it',
      new Error('Failed to append: Could not write file "rows.wal": No space left on device\nmore'),
      `cannot write to the scratch folder ${tmpdir()}, another one is named by TMPDIR: Failed to append: Could not write file "rows.wal": No space left on device`,
    ],
    [
      'a full disk, as DuckDB says it that has not enough to sort on',
      new Error(
        `Out of Memory Error: failed to offload data block. This limit was set by the 'max_temp_directory_size' setting.`,
      ),
      expect.stringContaining('another one is named by TMPDIR'),
    ],
    ["a full disk of the database's", coded('53100', 'No space left on device'), null],
    ['a defect', new Error('a line was settled, and nothing came of it'), null],
    ['what is no error', 'No space left on device', null],
  ])('%s', (_, error, words) => expect(systemFault(error)).toEqual(words));
});
