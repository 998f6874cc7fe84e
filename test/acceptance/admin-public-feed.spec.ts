import { instantOf } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { COLLEAGUE, DOCTOR, HOSPITAL, LEAVER, OTHER_HOSPITAL, RECORDS } from './admin-standing-records';

const moment = (written: string) => instantOf(Date.parse(`${written.replace(' ', 'T')}+08:00`));

describeWith(['postgres'], 'the public feed for booking platforms (guangdong-2025 art. 29)', () => {
  let process: Process;
  beforeAll(async () => {
    process = await openProcess('public-feed', RECORDS, []);
  });
  afterAll(() => process.close());
  const ask = (path: string) => process.admin.ask('get', `/v1/public/${path}`);
  const at = (written: string): void => {
    process.admin.clock.at = moment(written);
  };

  test.each([
    ['2026-02-09 23:59:59', 'normal', null, null],
    ['2026-02-10 00:00:00', 'suspended', '2026-02-10', '2026-05-09'],
    ['2026-05-09 23:59:59', 'suspended', '2026-02-10', '2026-05-09'],
    // Over, and nobody restored it (art. 31): no last day can be told.
    ['2026-05-10 00:00:00', 'suspended', '2026-02-10', null],
  ] as const)(
    'at %s a doctor suspended for points is shown %s at every site',
    async (now, status, from, last_day) => {
      at(now);
      const { body } = await ask(`clinicians/${DOCTOR}`).expect(200);
      const shown = { status, status_zh: status === 'normal' ? '正常' : '暂停', from, last_day };
      expect(body).toEqual({
        code: DOCTOR,
        sites: [
          { fixmedins_code: HOSPITAL, ...shown },
          { fixmedins_code: OTHER_HOSPITAL, ...shown },
        ],
      });
    },
  );

  test('tells no name and nothing of identity, asks for no session, and leaves out who left', async () => {
    at('2026-03-02 09:00:00');
    const { body, text } = await ask(`institutions/${HOSPITAL}/clinicians`).expect(200);
    expect(body).toEqual({
      fixmedins_code: HOSPITAL,
      institution: { status: 'normal', status_zh: '正常', last_day: null },
      items: [
        { code: DOCTOR, status: 'suspended', status_zh: '暂停', from: '2026-02-10', last_day: '2026-05-09' },
        { code: COLLEAGUE, status: 'normal', status_zh: '正常', from: null, last_day: null },
      ],
      next: null,
    });
    expect(text).not.toMatch(/陈|李|王|name|identity/);
    expect((await ask(`clinicians/${LEAVER}`)).body).toEqual({ code: LEAVER, sites: [] });
  });

  test('is told a page at a time', async () => {
    const first = await ask(`institutions/${HOSPITAL}/clinicians?limit=1`).expect(200);
    expect(first.body).toMatchObject({ items: [{ code: DOCTOR }], next: DOCTOR });
    const second = await ask(`institutions/${HOSPITAL}/clinicians?limit=1&after=${DOCTOR}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ code: COLLEAGUE }], next: COLLEAGUE });
    await ask(`institutions/${HOSPITAL}/clinicians?limit=0`).expect(422);
  });

  test('may be kept for a minute, and is not sent again while it is the same', async () => {
    at('2026-03-02 09:00:00');
    const first = await ask(`clinicians/${DOCTOR}`).expect(200);
    expect(first.headers['cache-control']).toBe('public, max-age=60');
    const etag = first.headers['etag']!;
    expect(etag).toMatch(/^"[\w-]{43}"$/);

    at('2026-03-03 09:00:00');
    const same = await ask(`clinicians/${DOCTOR}`).set('If-None-Match', etag).expect(304);
    expect(same.text).toBe('');
    expect(same.headers['cache-control']).toBe('public, max-age=60');
    expect(same.headers['etag']).toBe(etag);

    // The period ends: no write, and yet another answer.
    at('2026-05-10 00:00:00');
    const changed = await ask(`clinicians/${DOCTOR}`).set('If-None-Match', etag).expect(200);
    expect(changed.headers['etag']).not.toBe(etag);
  });

  test.each([`clinicians/D999999999999`, `institutions/H99999999999/clinicians`])(
    'says of %s that it is not on file',
    async (path) => {
      const { headers, body } = await ask(path).expect(404);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body).toMatchObject({ status: 404, type: 'urn:settlement-gatekeeper:problem:not-on-file' });
    },
  );
});
