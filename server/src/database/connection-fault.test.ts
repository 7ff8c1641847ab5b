import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors.ts';
import { asRefusal, connectionFault } from './connection-fault.ts';

const fault = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code });

describe('connectionFault', () => {
  it.each([
    ['terminating connection due to administrator command', '57P01'],
    ['the database system is starting up', '57P03'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'],
    ['connect ENOENT /data/.s.PGSQL.5432', 'ENOENT'],
    ['Connection terminated unexpectedly', undefined],
    ['timeout exceeded when trying to connect', undefined],
  ])('takes %j as a lost connection, which mends itself', (message, code) => {
    expect(connectionFault(fault(message, code))).toMatchObject({ kind: 'lost' });
  });

  it('takes a wrong password as one that a person mends', () => {
    const refusal = connectionFault(fault('password authentication failed for user "x"', '28P01'));
    expect(refusal).toMatchObject({ kind: 'refused' });
    expect(refusal?.sentence).toContain('check GANGWAY_DATABASE_URL');
  });

  it('leaves the faults of statements alone', () => {
    const duplicate = fault('duplicate key value violates unique constraint', '23505');
    expect(connectionFault(duplicate)).toBeUndefined();
    expect(asRefusal(duplicate)).toBe(duplicate);
  });

  it('becomes a refusal that keeps its cause', () => {
    const cause = fault('Connection terminated');
    const refusal = asRefusal(cause);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'database-unavailable', cause });
  });
});
