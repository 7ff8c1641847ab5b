import { describe, expect, test } from 'vitest';
import { agency, bodyOf, companies, invoices, story, users } from './index.ts';

const registrations = new Set(companies.map(({ registration }) => registration));
const logins = new Set(users.map(({ login }) => login));

/** Check digit of a Czech IČO: 11 - (sum of digit x weight 8..2) mod 11, last digit of it. */
function checkDigit(ico: string): number {
  const sum = Array.from(ico.slice(0, 7)).reduce((total, digit, index) => total + Number(digit) * (8 - index), 0);
  return (11 - (sum % 11)) % 10;
}

test('is one agency with eight users, fifteen companies and forty invoices', () => {
  expect([users.length, companies.length, invoices.length]).toEqual([8, 15, 40]);
  expect(agency.currency).toBe('CZK');
});

test('names only what is there, and nothing twice', () => {
  expect(registrations.size).toBe(companies.length);
  expect(new Set(invoices.map(({ registration }) => registration)).size).toBe(invoices.length);
  expect(invoices.filter(({ company, owner }) => !registrations.has(company) || !logins.has(owner))).toEqual([]);
});

test('has IČO with valid check digits from a range that is not given out', () => {
  const czech = [agency, ...companies]
    .map(({ registrations: { registrationId } }) => registrationId)
    .filter((id) => /^\d{8}$/.test(id) && !id.startsWith('0'));
  expect(czech.length).toBeGreaterThan(10);
  for (const id of czech) expect([id, id.slice(0, 3), Number(id.at(-1))]).toEqual([id, '990', checkDigit(id)]);
});

test('speaks of several rates, currencies and types', () => {
  const lines = invoices.flatMap(({ body }) => body.lines);
  expect([...new Set(lines.map(({ vatRate }) => vatRate))].sort()).toEqual(['0', '12', '21']);
  expect(new Set(invoices.map(({ body }) => body.currency))).toEqual(new Set(['CZK', 'EUR']));
  expect(new Set(invoices.map(({ body }) => body.type)).size).toBe(5);
});

test('amounts are decimal texts, variable symbols digits', () => {
  for (const { body } of invoices) {
    expect(body.variableSymbol).toMatch(/^\d{1,10}$/);
    for (const { quantity, unitPrice, vatRate } of body.lines) {
      for (const number of [quantity, unitPrice, vatRate]) expect(number).toMatch(/^-?\d+(\.\d+)?$/);
    }
  }
});

describe('the story of the demonstration', () => {
  const find = (registration: string) => invoices.find((invoice) => invoice.registration === registration);

  test('is told with invoices that are there', () => {
    for (const registration of [story.approved, ...story.exportReady, story.refused, story.duringOutage]) {
      expect(find(registration), registration).toBeDefined();
    }
  });

  test('has exactly one tax document in the closed period', () => {
    const closed = invoices.filter(({ body }) => (body.taxPointOn ?? body.issuedOn) <= story.vatClosedUntil);
    expect(closed.map(({ registration }) => registration)).toEqual([story.refused]);
  });

  test('corrections stand after what they correct', () => {
    for (const [index, { corrects }] of invoices.entries()) {
      if (corrects !== undefined)
        expect(invoices.findIndex(({ registration }) => registration === corrects)).toBeLessThan(index);
    }
  });
});

test('a body names ids in place of registrations', () => {
  const correction = invoices.find(({ registration }) => registration === 'UA-0301');
  if (!correction) throw new Error('The correction is missing.');
  const body = bodyOf(correction, { company: () => 7, user: () => 3, document: () => 12 });
  expect(body).toMatchObject({
    companyId: 7,
    ownerId: 3,
    correctsId: 12,
    registration: 'UA-0301',
    type: 'INVOICE.SALES.CORRECTION',
  });
});
