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

/** As ioredis hands it on: the command hangs on the error. */
const refusedCommand = (): Error =>
  Object.assign(new Error('WRONGPASS invalid password'), { command: { name: 'auth', args: [PERSONAL] } });

function endingInItself(): Error {
  const error = Object.assign(refusedCommand(), { previous: new Error('before') });
  Object.assign(error.previous, { next: error });
  return error;
}

describe('what nobody may read', () => {
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
    ['a Redis command that failed', { err: refusedCommand() }],
    ['a Redis command under another name', { error: refusedCommand() }],
    [
      'a Redis command on a node of a cluster',
      { err: Object.assign(new Error('no node'), { lastNodeError: refusedCommand() }) },
    ],
    [
      'several Redis commands',
      { err: new AggregateError([refusedCommand(), refusedCommand()], 'all failed') },
    ],
    [
      'a Redis command that the server does not know',
      { err: new Error(`ERR unknown command 'AUTH', with args beginning with: '${PERSONAL}'`) },
    ],
    ['an error that ends in itself', { err: endingInItself() }],
  ])('of %s stays out of the log', (_, fields) => {
    const { log, lines } = captured();
    log.info(fields, 'something happened');
    expect(JSON.stringify(lines())).not.toContain(PERSONAL);
    expect(lines()).toHaveLength(1);
  });

  it('is all that is taken out', () => {
    const { log, lines } = captured();
    log.warn(
      {
        partition: 'lines[0]',
        err: new AggregateError(
          [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
          'all refused',
        ),
      },
      'paused',
    );
    expect(lines()[0]).toMatchObject({
      level: 'warn',
      name: 'gatekeeper',
      msg: 'paused',
      partition: 'lines[0]',
      err: {
        type: 'AggregateError',
        message: 'all refused',
        stack: expect.stringContaining('log.spec'),
        aggregateErrors: [{ message: 'refused', code: 'ECONNREFUSED' }],
      },
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
