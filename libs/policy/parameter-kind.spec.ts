import type { ParameterKind } from '.';
import { listOf, oneOf, orNone, range, text, truth, whole } from '.';

type Row = readonly [written: string, value: unknown];

/** Each text with the value it stands for; a value's own way of being written leads back to it. */
function reads(kind: ParameterKind<never> | ParameterKind<unknown>, rows: readonly Row[]): void {
  for (const [written, value] of rows) {
    expect([written, kind.read(written)]).toEqual([written, value]);
    if (value !== null) expect(kind.read((kind as ParameterKind<unknown>).write(value))).toEqual(value);
  }
}

describe('true or false, in these words', () => {
  it('and no others', () => {
    reads(truth, [
      ['true', true],
      ['false', false],
      ['True', null],
      ['1', null],
      ['', null],
    ]);
    expect([truth.write(true), truth.write(false)]).toEqual(['true', 'false']);
  });
});

describe('one of several words', () => {
  it('exactly as listed', () => {
    const kind = oneOf(['pooled', 'all']);
    reads(kind, [
      ['pooled', 'pooled'],
      ['all', 'all'],
      ['All', null],
      ['', null],
      ['none', null],
    ]);
    expect(kind.write('all')).toBe('all');
    expect(kind.expected).toBe('one of pooled, all');
  });
});

describe('a whole number, both limits included', () => {
  it('below, on and above each', () => {
    const kind = whole(3, 12);
    reads(kind, [
      ['2', null],
      ['3', 3],
      ['4', 4],
      ['11', 11],
      ['12', 12],
      ['13', null],
      ['03', 3],
      ['-3', null],
      ['3.0', null],
      ['3 ', null],
      [' 3', null],
      ['x3', null],
      ['3x', null],
      ['', null],
    ]);
    expect([kind.write(7), kind.expected]).toEqual(['7', 'a whole number from 3 to 12']);
  });

  it('of nine digits at most', () => {
    reads(whole(0, Infinity), [
      ['999999999', 999_999_999],
      ['1000000000', null],
    ]);
  });
});

describe('a range, both ends included', () => {
  it('one number, or two of which the first is not above the second', () => {
    const kind = range(1, 60);
    reads(kind, [
      ['3', { from: 3, to: 3 }],
      ['1-6', { from: 1, to: 6 }],
      ['6-6', { from: 6, to: 6 }],
      ['7-6', null],
      ['0-6', null],
      ['1-60', { from: 1, to: 60 }],
      ['1-61', null],
      ['61', null],
      ['0', null],
      ['1-6-9', null],
      ['1-', null],
      ['-6', null],
      ['-', null],
      ['', null],
      ['1 - 6', null],
    ]);
    reads(range(0, 5), [
      ['0-5', { from: 0, to: 5 }],
      ['0-x', null],
      ['x-0', null],
    ]);
    expect(kind.write({ from: 3, to: 3 })).toBe('3');
    expect(kind.write({ from: 1, to: 6 })).toBe('1-6');
    expect(kind.expected).toBe('a whole number from 1 to 60, or two with a dash between');
  });
});

describe('a text of a form', () => {
  it('stands for itself', () => {
    const kind = text(/^\d{2}$/, 'two digits');
    reads(kind, [
      ['13', '13'],
      ['1', null],
      ['131', null],
    ]);
    expect([kind.write('13'), kind.expected]).toEqual(['13', 'two digits']);
  });
});

describe('a value, or none', () => {
  it('where the text regulates nothing', () => {
    const kind = orNone(whole(1, 9));
    reads(kind, [
      ['none', 'none'],
      ['1', 1],
      ['0', null],
      ['None', null],
      ['', null],
    ]);
    expect([kind.write('none'), kind.write(4), kind.expected]).toEqual([
      'none',
      '4',
      'none, or a whole number from 1 to 9',
    ]);
  });
});

describe('a list', () => {
  it('separated by a comma unless said, spaces around its parts left out; the empty text is the empty list', () => {
    const kind = listOf(whole(1, 9));
    reads(kind, [
      ['', []],
      ['1', [1]],
      ['1,2,9', [1, 2, 9]],
      ['1 , 2', [1, 2]],
      ['1,,2', null],
      ['1,10', null],
      [',', null],
      ['1;2', null],
    ]);
    expect([kind.write([]), kind.write([1, 2]), kind.expected]).toEqual([
      '',
      '1,2',
      'a list separated by ",", each a whole number from 1 to 9',
    ]);
  });

  it('separated by another sign', () => {
    const kind = listOf(whole(1, 9), ';');
    reads(kind, [
      ['1;2', [1, 2]],
      ['1; 2', [1, 2]],
      ['1,2', null],
    ]);
    expect([kind.write([1, 2]), kind.expected]).toEqual([
      '1;2',
      'a list separated by ";", each a whole number from 1 to 9',
    ]);
  });
});
