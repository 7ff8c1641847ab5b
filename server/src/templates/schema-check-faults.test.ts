import { expect, test } from 'vitest';
import { describeFindings } from './schema-check-faults.ts';

const inv = '{http://www.stormware.cz/schema/version_2/invoice.xsd}';

function describeOne(message: string): string | undefined {
  return describeFindings([{ message: `${message}\n`, line: 7, col: 0 }])[0]?.message;
}

test.each([
  [
    `Element '${inv}symVar': [facet 'maxLength'] The value '123456789012345678901' has a length of '21'; this exceeds the allowed maximum length of '20'.`,
    'symVar ("123456789012345678901") is 21 characters long; at most 20 are allowed.',
  ],
  [
    `Element '${inv}rateVAT': [facet 'enumeration'] The value 'huge' is not an element of the set {'none', 'low', 'high'}.`,
    'rateVAT must not be "huge". Allowed: none, low, high.',
  ],
  [
    `Element '${inv}date': 'yesterday' is not a valid value of the atomic type 'xs:date'.`,
    'date must not be "yesterday"; a date such as 2026-11-23 is expected.',
  ],
  [`Element '${inv}date': '' is not a valid value of the atomic type 'xs:date'.`, 'date must not be empty.'],
  [
    `Element '${inv}id': [facet 'minInclusive'] The value '0' is less than the minimum value allowed ('1').`,
    'id must not be "0": the smallest allowed is 1.',
  ],
  [
    `Element '${inv}summary': This element is not expected. Expected is one of ( ${inv}invoiceHeader, ##other{x}* ).`,
    'summary is not allowed at this place. Expected: invoiceHeader, any other element.',
  ],
  [
    "Element 'Invoice': Missing child element(s). Expected is ( {http://isdoc.cz/namespace/2013}DocumentType ).",
    'Invoice lacks an element. Expected: DocumentType.',
  ],
  ["Element '{x}dataPack': The attribute 'id' is required but missing.", 'dataPack lacks the attribute id.'],
  [
    "Element '{x}dataPack', attribute 'colour': The attribute 'colour' is not allowed.",
    'colour of dataPack is not allowed there.',
  ],
  [
    "Element '{x}dataPack', attribute 'version': [facet 'enumeration'] The value '1.0' is not an element of the set {'2.0'}.",
    'version of dataPack must not be "1.0". Allowed: 2.0.',
  ],
  [
    "Element 'Invoice': No matching global declaration available for the validation root.",
    'The schema does not know a document that begins with Invoice without a namespace.',
  ],
  ["Element '{x}a': Something new about {x}b.", 'a: Something new about b.'],
])('%s', (finding, sentence) => {
  expect(describeOne(finding)).toBe(sentence);
});

test('says once what libxml2 says twice of one value', () => {
  const faults = describeFindings([
    {
      message: "Element '{x}a': [facet 'pattern'] The value 'q' is not accepted by the pattern '[0-9]+'.\n",
      line: 3,
      col: 0,
    },
    { message: "Element '{x}a': 'q' is not a valid value of the atomic type '{x}number'.\n", line: 3, col: 0 },
    { message: "Element '{x}a': 'q' is not a valid value of the atomic type '{x}number'.\n", line: 4, col: 0 },
  ]);
  expect(faults.map((fault) => fault.line)).toEqual([3, 4]);
});

test('cuts long values and takes control characters out', () => {
  const value = `\u001b[2J${'x'.repeat(500)}`;
  const sentence = describeOne(`Element '{x}a': '${value}' is not a valid value of the atomic type 'xs:date'.`) ?? '';
  expect(sentence).toContain('…');
  expect(sentence).not.toContain('\u001b');
  expect(sentence.length).toBeLessThan(200);
});

test('gives at most fifty faults', () => {
  const many = Array.from({ length: 200 }, (_, line) => ({ message: "Element 'a': bad", line, col: 0 }));
  expect(describeFindings(many)).toHaveLength(50);
});
