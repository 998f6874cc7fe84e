import { Defect, Outage } from '@gatekeeper/runtime';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { isOutage, isUniqueViolation } from './outage';

const coded = (code: string): Error => Object.assign(new Error('as it came'), { code });

function postgres(code: string): DatabaseError {
  const error = new DatabaseError('as it came', 0, 'error');
  error.code = code;
  return error;
}

describe('an outage, or a defect', () => {
  it.each<[string, unknown, boolean]>([
    ['nobody listens', coded('ECONNREFUSED'), true],
    [
      'nobody listens, on either address',
      new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
      true,
    ],
    ['cut off', coded('ECONNRESET'), true],
    ['cut off, as pg says it', new Error('Connection terminated unexpectedly'), true],
    ['no connection in time', new Error('timeout exceeded when trying to connect'), true],
    ['shutting down', postgres('57P01'), true],
    ['starting up', postgres('57P03'), true],
    ['too many connections', postgres('53300'), true],
    ['disk full', postgres('53100'), true],
    ['deadlock', postgres('40P01'), true],
    ['statement timeout', postgres('57014'), true],
    ['lock timeout', postgres('55P03'), true],
    ['a standby', postgres('25006'), true],
    ['wrapped by TypeORM', new QueryFailedError('SELECT', [], postgres('57P01')), true],
    ['as a cause', new Error('reading', { cause: coded('EPIPE') }), true],
    ['said to be one', new Outage('Redis', 'no answer'), true],
    ['a syntax error', postgres('42601'), false],
    ['a missing table', postgres('42P01'), false],
    ['a unique violation', postgres('23505'), false],
    ['a wrong password', postgres('28P01'), false],
    ['an append-only table', postgres('23001'), false],
    ['a defect', new Defect('cannot be'), false],
    ['a type error', new TypeError('x is not a function'), false],
    ['no error at all', 'ECONNREFUSED', false],
    ['nothing', undefined, false],
  ])('%s', (_, error, outage) => expect(isOutage(error)).toBe(outage));

  it.each([
    ['23505', true],
    ['23001', false],
  ])('%s is a unique violation: %s', (code, unique) =>
    expect(isUniqueViolation(postgres(code))).toBe(unique),
  );
});
