import { Writable } from 'node:stream';
import { createLog } from './log';
import type { Log } from './log';
import { NestLog } from './nest-log';

function captured(): { readonly log: Log; readonly lines: () => readonly Record<string, unknown>[] } {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const log = createLog({ name: 'gatekeeper', level: 'debug', format: 'json', destination });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const PERSONAL = '张三丰-440106';

describe('personal data', () => {
  it.each([
    ['a line on the wire', { psn_token: PERSONAL, bilg_dr_name: PERSONAL, bilg_dr_codg: PERSONAL }],
    [
      'a line inside',
      { line: { insuredPersonToken: PERSONAL, orderingCode: PERSONAL, performingName: PERSONAL } },
    ],
    ['a line deeper inside', { batch: { first: { orders_dr_code: PERSONAL, orders_dr_name: PERSONAL } } }],
    ['a message', { message: { value: PERSONAL }, raw: PERSONAL, raw_base64: PERSONAL }],
    ['a sign-in', { login: 'wang', password: PERSONAL, attempt: { current_password: PERSONAL } }],
    ['a session', { access_token: PERSONAL, session: { refreshToken: PERSONAL, id_token: PERSONAL } }],
    ['a request', { req: { headers: { authorization: PERSONAL, cookie: PERSONAL } } }],
    ['an identity', { identity_number: PERSONAL, person: { identityNumber: PERSONAL } }],
    ['a registry record', { record: { code: PERSONAL, name: PERSONAL } }],
    [
      'a database error',
      {
        err: Object.assign(new Error('refused'), {
          detail: PERSONAL,
          where: PERSONAL,
          parameters: [PERSONAL],
        }),
      },
    ],
    [
      'a connection that broke',
      { err: Object.assign(new Error('broke'), { client: { connectionParameters: PERSONAL } }) },
    ],
    [
      'a wrapped database error',
      { err: new Error('refused', { cause: Object.assign(new Error('duplicate'), { detail: PERSONAL }) }) },
    ],
  ])('of %s stays out of the log', (_, fields) => {
    const { log, lines } = captured();
    log.info(fields, 'something happened');
    expect(JSON.stringify(lines())).not.toContain(PERSONAL);
    expect(lines()).toHaveLength(1);
  });

  it('is all that is taken out', () => {
    const { log, lines } = captured();
    log.warn(
      { partition: 'lines[0]', err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) },
      'paused',
    );
    expect(lines()[0]).toMatchObject({
      level: 'warn',
      name: 'gatekeeper',
      msg: 'paused',
      partition: 'lines[0]',
      err: { message: 'refused', code: 'ECONNREFUSED' },
    });
  });
});

describe("Nest's lines", () => {
  it.each([
    ['log', ['mapped', 'RoutesResolver'], { level: 'info', msg: 'mapped', context: 'RoutesResolver' }],
    [
      'error',
      ['failed', 'at x.ts:1', 'Handler'],
      { level: 'error', msg: 'failed', context: 'Handler', stack: 'at x.ts:1' },
    ],
    ['warn', ['careful'], { level: 'warn', msg: 'careful' }],
    ['fatal', [new Error('gone')], { level: 'fatal', msg: 'gone' }],
    ['debug', [{ routes: 3 }, 'Router'], { level: 'debug', about: { routes: 3 }, context: 'Router' }],
  ] as const)('%s keeps level, words and context', (method, args, expected) => {
    const { log, lines } = captured();
    const [message, ...rest] = args;
    new NestLog(log)[method](message, ...rest);
    expect(lines()[0]).toMatchObject(expected);
  });
});
