import type { AskedLine } from './line-walk';
import { inWholeNumbers } from './whole-numbers';

const line = (lineNo: string, chargeBatch = ''): AskedLine => ({
  identity: { fixmedinsCode: 'H1', visitId: 'V1', chargeBatch, lineNo },
  trigger: 'status_change',
});

async function* pagesOf(pages: readonly (readonly AskedLine[])[]): AsyncGenerator<readonly AskedLine[]> {
  for (const page of pages) yield await Promise.resolve(page);
}

async function cut(...pages: readonly (readonly AskedLine[])[]): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  for await (const page of inWholeNumbers(pagesOf(pages)))
    found.push(page.map(({ identity }) => `${identity.lineNo}${identity.chargeBatch}`));
  return found;
}

describe('pages of lines that are asked', () => {
  it('never part the charge batches of one number, whose refunds would be counted with each', async () => {
    expect(await cut([line('1'), line('2', 'a')], [line('2', 'b'), line('3')])).toEqual([
      ['1'],
      ['2a', '2b'],
      ['3'],
    ]);
  });

  it('hold a number that fills more than a page', async () => {
    expect(await cut([line('1', 'a')], [line('1', 'b')], [line('1', 'c')])).toEqual([['1a', '1b', '1c']]);
  });

  it('leave no line out, and make no page of nothing', async () => {
    expect(await cut([], [line('1')], [], [line('2')])).toEqual([['1'], ['2']]);
    expect(await cut()).toEqual([]);
  });
});
