import { describe, expect, it } from 'vitest';
import { entity } from '../../test/support/records.ts';
import { checkWriteBack } from './write-back.ts';

const faultsOf = (write: unknown, name = 'documents'): string[] =>
  checkWriteBack(entity(name), write).map(({ path, message }) => `${path ?? ''}: ${message.slice(0, 45)}`);

describe('checkWriteBack', () => {
  it('takes what an answer may write, with templates and directives in it', () => {
    const write = {
      properties: { accountingId: '${response.id | optional}', accountingNumber: '${response.number}' },
      status: 'PAID',
      lines: [{ $for: 'line in response.lines', name: '${line.text}', unitPrice: '${line.price}' }],
      $if: 'response.number <> null',
      $else: { note: 'without a number' },
    };
    expect(faultsOf(write)).toEqual([]);
  });

  it('names every field that may not be written or is not there', () => {
    const write = {
      acl: {},
      companyId: '${response.id}',
      total: '1',
      process: {},
      registration: 'x',
      properties: { acountingId: 'x' },
      lines: [{ prise: '1' }],
      $else: { compayId: 'x' },
    };
    expect(faultsOf(write)).toEqual([
      'write.acl: An answer may not write "acl". It can write p',
      'write.companyId: An answer may not write "companyId". It can w',
      'write.total: An answer may not write "total". It can write',
      'write.process: An answer may not write "process". It can wri',
      'write.registration: There is no field "registration". There are t',
      'write.properties.acountingId: There is no property "acountingId". Did you m',
      'write.lines[0].prise: There is no field "prise" in "lines". There a',
      'write["$else"].compayId: There is no field "compayId". Did you mean "c',
    ]);
  });

  it('writes no users, and nothing but an object', () => {
    expect(faultsOf({ login: 'x', properties: {} }, 'users')).toEqual([
      'write.login: An answer may not write "login".',
      'write.properties: An answer may not write "properties".',
    ]);
    expect(faultsOf('${response}')).toEqual(['write: "write" must be an object with the fields to ']);
  });
});
