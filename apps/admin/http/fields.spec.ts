import { Refused } from '@gatekeeper/http';
import { DayField, ListField } from './fields';
import { requestPipe } from './prepare-http';

class Period {
  @DayField()
  first_day!: string;

  @DayField({ optional: true })
  last_day?: string;
}

class Periods {
  @ListField(() => Period, { max: 3 })
  periods!: Period[];
}

const taken = (body: object, metatype: new () => object = Period): Promise<unknown> =>
  requestPipe().transform(body, { type: 'body', metatype });

/** The fields that a refusal names, with its status. */
async function refusedAt(body: object): Promise<readonly unknown[]> {
  try {
    return [await taken(body)];
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    const { status, errors } = refusal.problem as { status: number; errors?: readonly { path: string }[] };
    return [status, ...(errors ?? []).map(({ path }) => path)];
  }
}

describe('a field that nobody asked for', () => {
  it('is refused in words of the request, not of the classes behind it', async () => {
    const refusal: unknown = await taken({ first_day: '2026-03-02', frist_day: 'x' }).catch(
      (reason: unknown) => reason,
    );
    if (!(refusal instanceof Refused)) throw refusal;
    expect(refusal.problem).toMatchObject({
      errors: [{ path: 'frist_day', code: 'FIELD_INVALID', expected: 'no field of this name（无此字段）' }],
    });
  });
});

describe('a day in a body', () => {
  it.each([
    ['2026-03-02', '2026-03-02'],
    ['2026/3/2', '2026-03-02'],
    ['2026/12/31', '2026-12-31'],
    ['1900-01-01', '1900-01-01'],
    ['2200/12/31', '2200-12-31'],
  ])('%s is taken in as %s', async (written, canonical) => {
    expect(await taken({ first_day: written })).toEqual({ first_day: canonical });
  });

  it('is canonical in lists too, and one that is left out stays out', async () => {
    const periods = [{ first_day: '2026/3/2', last_day: '2026/4/1' }, { first_day: '2026-05-04' }];
    expect(await taken({ periods }, Periods)).toEqual({
      periods: [{ first_day: '2026-03-02', last_day: '2026-04-01' }, { first_day: '2026-05-04' }],
    });
  });

  it.each([
    ['0000-01-01'],
    ['1899-12-31'],
    ['2201-01-01'],
    ['2201/1/1'],
    ['9999-12-31'],
    ['2026-02-30'],
    ['2026-3-2'],
    ['2026-03-02 09:00:00'],
    [''],
    [20260302],
    [['2026-03-02']],
  ])('%j is refused by its field', async (written) => {
    expect(await refusedAt({ first_day: '2026-03-02', last_day: written })).toEqual([422, 'last_day']);
  });
});
