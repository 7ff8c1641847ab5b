import { describe, expect, test } from 'vitest';
import { definitions, entity } from '../../../test/support/records.ts';
import { recordFields } from '../views/record-fields.ts';
import { maxFilterLength } from './lex-filter.ts';
import { readFilter } from './read-filter.ts';

const fields = recordFields(entity('documents'), definitions);
const companies = recordFields(entity('companies'), definitions);
const surroundings = { fields, zone: 'Europe/Prague' };

function problemOf(filter: string, of = fields): string {
  const reading = readFilter(filter, { ...surroundings, fields: of });
  return reading.ok ? 'fine' : `${reading.problem.column}: ${reading.problem.message}`;
}

describe('a filter is read', () => {
  test.each<[filter: string, wrongCase?: string]>([
    ["(type='INVOICE.SALES' AND status='APPROVED')"],
    ['id>5'],
    ["type = 'A' or type = 'B' and not (status = 'C')"],
    ['Id = 5', 'id'],
    ["number = 'it''s'"],
    ["TAGS ANY 'vip'", 'tags'],
    ["tags ANY 'vip' AND 'vip' = ANY tags AND ANY(tags) = 'vip' AND tags ANY ('a', 'b')"],
    ["type IN ('A','B') AND companyId in (1, 2)"],
    ['participantIds ANY 7 AND lines.vatRate ANY > 12'],
    ["properties.extStatus = 'EXT.READY' AND company.name != 'X' AND company.registrations.vatId = 'CZ1'"],
    ["exports.accounting.state = 'failed' AND exports.\"my-connection\".at > '2026-11-23'"],
    ["total >= 1000.50 AND total >= '1000.50' AND paid AND NOT paid AND paid = false"],
    ["issuedOn >= '2026-11-23' AND updatedAt > '2026-11-23T10:00:00+01:00' AND createdAt = '2026-11-23'"],
    ["5 < id AND 'APPROVED' = status AND null = number"],
    ['lines != null AND tags = null AND properties = null'],
    ['"status"=\'OPEN\''],
    ["status='OPEN'AND(id>1)OR NOT(id=2)"],
  ])('as %s', (filter, wrongCase) => {
    const problem = problemOf(filter);
    // Names of fields have their case, keywords have none.
    if (wrongCase === undefined) expect(problem).toBe('fine');
    else expect(problem).toMatch(new RegExp(`Did you mean "${wrongCase}"`));
  });

  test('a blank one lets everything through', () => {
    expect(readFilter('  ', surroundings)).toEqual({ ok: true, condition: undefined });
  });
});

describe('a fault in a filter is told with its place', () => {
  test.each([
    ["statuss='OPEN'", '1: There is no field "statuss" in documents. Did you mean "status"?'],
    ["id>5 AND compny.name='X'", '10: There is no field "compny" in documents. Did you mean "company"?'],
    ["company.nam='X'", '1: There is no field "nam" in company of documents. Did you mean "name"?'],
    [
      "properties.extStats='X'",
      '1: There is no field "extStats" in properties of documents. Did you mean "extStatus"?',
    ],
    ['status=', '8: A value was expected here, not the end.'],
    ['status', "1: Say what status is compared with: status = 'text'."],
    ['status=OPEN', "8: A value was expected here, not a field. A text is written in quotes: 'OPEN'."],
    ["status='OPEN", "8: The text that begins here has no end: a ' is missing. A ' within a text is written twice."],
    ["(status='OPEN'", '15: The ( at character 1 is never closed: a ) is missing.'],
    ["status='OPEN')", '14: This ) closes nothing: its ( is missing.'],
    ["status='OPEN' status='PAID'", '15: AND, OR or the end was expected here, not "status".'],
    ["status='OPEN' AND", "18: A condition was expected here, such as status = 'APPROVED', not the end."],
    ["status LIKE 'O%'", '8: There is no LIKE. There are =, !=, <, <=, >, >=, IN and ANY.'],
    ['number is null', '8: There is no IS: write = null or != null. There are =, !=, <, <=, >, >=, IN and ANY.'],
    ["status 'OPEN'", "8: An operator is missing before the text 'OPEN'. There are =, !=, <, <=, >, >=, IN and ANY."],
    [
      "status='a'; drop table records",
      '11: ";" means nothing here. A condition is a field, an operator and a value, such as status = \'APPROVED\'.',
    ],
    ['companyId=three', "11: A value was expected here, not a field. A text is written in quotes: 'three'."],
    ["companyId='three'", "11: companyId is a number, and 'three' is none. Write it as 1210.50."],
    ['number=20260001', "8: number is a text, and 20260001 is none. Write it as '20260001'."],
    ["paid='yes'", "6: paid is either true or false, and 'yes' is none. Write it as true, without quotes."],
    ['paid>true', '6: paid is compared with true by = or != only.'],
    ['number<null', '8: number is compared with null by = or != only.'],
    ['issuedOn=2026-11-23', "10: 2026-11-23 is no number. Write texts and dates in quotes: '2026-11-23'."],
    ["issuedOn='23.11.2026'", "10: issuedOn is a date, and '23.11.2026' is none. Write it as '2026-11-23'."],
    [
      "updatedAt>'2026-11-23T10:00:00'",
      "11: updatedAt is a moment, and '2026-11-23T10:00:00' is none. Write it as '2026-11-23T10:00:00+01:00', or '2026-11-23' for the whole day.",
    ],
    [
      "updatedAt>'0000-01-01'",
      "11: updatedAt is a moment, and '0000-01-01' is none. Write it as '2026-11-23T10:00:00+01:00', or '2026-11-23' for the whole day.",
    ],
    ["tags='vip'", "1: tags is a list: write tags ANY 'text'."],
    ["tags = ANY 'vip'", "6: A list is searched for a value: write tags ANY 'vip', or 'vip' = ANY tags."],
    ["status ANY 'vip'", "1: status is no list: status = 'text'."],
    ["lines ANY 'x'", '1: The items of lines have fields of their own: name one of them.'],
    ["lines.name='x'", "1: lines.name is a list: write lines.name ANY 'text'."],
    ["properties='x'", '1: properties is an object: name one of its fields, or write properties != null.'],
    ['tags ANY null', '10: A list never holds null.'],
    ['1=1', '3: A field was expected here, not 1: a value is compared with a field.'],
    ['id>5.', "4: 5. is no number. Write texts and dates in quotes: '5.'."],
    ['id IN (1,2', '11: A comma or ) was expected here, not the end.'],
    [
      'a..b=1',
      '3: "." means nothing here. A condition is a field, an operator and a value, such as status = \'APPROVED\'.',
    ],
    ['"status=1', '1: The name in quotes that begins here has no end: a " is missing.'],
  ])('%s', (filter, problem) => {
    expect(problemOf(filter)).toBe(problem);
  });

  test('in the words of another entity', () => {
    expect(problemOf("registrations.vatID='X'", companies)).toBe(
      '1: There is no field "vatID" in registrations of companies. Did you mean "vatId"?',
    );
  });
});

describe('a hostile filter ends in a sentence', () => {
  test.each([
    ['10,000 parentheses', '('.repeat(10_000), /nested more than 50 deep/],
    ['10,000 of NOT', 'NOT '.repeat(2_499), /nested more than 50 deep/],
    ['a megabyte', `id=${'1'.repeat(1_000_000)}`, /The filter has 1000003 characters; 10000 are the most/],
    ['ten thousand digits', `id=${'1'.repeat(9_990)}`, /id is a number/],
    ['thousands of values', Array.from({ length: 600 }, () => 'id=1').join(' OR '), /more than 500 values/],
    ['a path of a thousand names', `${'a.'.repeat(1_000)}a=1`, /There is no field "a"/],
    ['names that every object has', 'constructor=1', /There is no field "constructor"/],
    ['names that every object has, below', 'properties.__proto__=1', /There is no field "__proto__"/],
    ['names of relations that every object has', 'toString.name=1', /There is no field "toString"/],
    ['half of a character', "number='\ud800'", /half of a character/],
    ['a NUL', "number='\u0000'", /NUL/],
  ])('%s', (_what, filter, problem) => {
    expect(problemOf(filter)).toMatch(problem);
  });

  test('as many values as are allowed, and the deepest nesting that is, are read', () => {
    expect(problemOf(Array.from({ length: 500 }, () => 'id=1').join(' OR '))).toBe('fine');
    expect(problemOf(`${'('.repeat(50)}id=1${')'.repeat(50)}`)).toBe('fine');
    expect(problemOf(`id=1${' '.repeat(maxFilterLength - 4)}`)).toBe('fine');
  });
});
