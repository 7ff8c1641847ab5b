import type { Value } from '@gangway/language';
import { child, children, textAt } from './values.ts';

/** One entry of importDetails. */
export interface ImportDetail {
  readonly state: 'warning' | 'error';
  readonly errno: number;
  readonly note: string;
  readonly xpath: string;
  readonly requested?: string;
  readonly produced?: string;
}

export interface InvoiceRules {
  /** Tax documents up to this day belong to a closed VAT period. */
  readonly vatClosedUntil: string | undefined;
  /** Codes of the currency list beside CZK. */
  readonly currencies: readonly string[];
  /** Whether a document of this number is in the books. */
  hasNumber(number: string): boolean;
}

/** What is written into the books of an accepted invoice. */
export interface InvoiceFacts {
  readonly invoiceType: string;
  /** Empty: the next number of the series. */
  readonly numberRequested: string;
  readonly symVar: string;
  readonly date: string;
  readonly company: string;
  readonly ico: string;
  readonly currency: string;
  readonly itemCount: number;
}

const vatRates = ['none', 'low', 'high', 'third', 'historyLow', 'historyHigh', 'historyThird'];
const invoiceTypes = ['issuedInvoice', 'issuedCreditNotice', 'issuedDebitNote', 'issuedAdvanceInvoice', 'receivable', 'issuedProformaInvoice', 'penalty', 'issuedCorrectiveTax', 'receivedInvoice', 'receivedCreditNotice', 'receivedDebitNote', 'receivedAdvanceInvoice', 'commitment', 'receivedProformaInvoice', 'receivedCorrectiveTax']; // prettier-ignore
const withoutTax = [
  'issuedProformaInvoice',
  'issuedAdvanceInvoice',
  'receivedProformaInvoice',
  'receivedAdvanceInvoice',
];

const unknownValue = 108;
const notWritten = 103;
const adjusted = 603;

/**
 * What Pohoda finds wrong with an invoice, in its words. Error 108 is an unknown or missing value, 103 a record that cannot be written,
 * 603 a value that was adjusted (stormware.cz/pohoda/xml/podrobnosti). `xpath` is the path of the invoice in the request.
 */
export function judgeInvoice(
  invoice: Value,
  xpath: string,
  rules: InvoiceRules,
): { facts: InvoiceFacts; details: ImportDetail[] } {
  const header = child(invoice, 'invoiceHeader');
  const facts = readFacts(invoice);
  const at = (path: string): string => `${xpath}/inv:invoiceHeader/${path}`;
  const details: ImportDetail[] = [];

  if (!invoiceTypes.includes(facts.invoiceType)) details.push(unknown(at('inv:invoiceType'), facts.invoiceType));
  const symVar = textAt(header, 'symVar');
  if (symVar === '') {
    details.push({ ...unknown(at('inv:symVar'), ''), note: 'Variabilní symbol není vyplněn.' });
  } else if (facts.symVar !== symVar) {
    const note = 'Hodnota prvku musela být upravena.';
    details.push({
      state: 'warning',
      errno: adjusted,
      note,
      xpath: at('inv:symVar'),
      requested: symVar,
      produced: facts.symVar,
    });
  }
  if (facts.numberRequested !== '' && rules.hasNumber(facts.numberRequested)) {
    const note = `Doklad s číslem ${facts.numberRequested} již existuje.`;
    details.push({
      state: 'error',
      errno: notWritten,
      note,
      xpath: at('inv:number/typ:numberRequested'),
      requested: facts.numberRequested,
    });
  }
  details.push(...judgeTaxDate(header, facts, rules, at), ...judgeItems(invoice, xpath, facts, rules));
  return { facts, details };
}

function readFacts(invoice: Value): InvoiceFacts {
  const header = child(invoice, 'invoiceHeader');
  const address = child(child(header, 'partnerIdentity'), 'address');
  const foreign = child(child(invoice, 'invoiceSummary'), 'foreignCurrency');
  return {
    invoiceType: textAt(header, 'invoiceType'),
    numberRequested: textAt(header, 'number', 'numberRequested'),
    symVar: textAt(header, 'symVar').replaceAll(/\D/g, ''),
    date: textAt(header, 'date'),
    company: textAt(address, 'company') || textAt(address, 'name'),
    ico: textAt(address, 'ico'),
    currency: foreign === undefined ? 'CZK' : textAt(foreign, 'currency', 'ids'),
    itemCount: children(child(invoice, 'invoiceDetail'), 'invoiceItem').length,
  };
}

function judgeTaxDate(
  header: Value,
  facts: InvoiceFacts,
  rules: InvoiceRules,
  at: (path: string) => string,
): ImportDetail[] {
  const taxDate = textAt(header, 'dateTax') || facts.date;
  const closed = rules.vatClosedUntil;
  if (closed === undefined || taxDate === '' || taxDate > closed || withoutTax.includes(facts.invoiceType)) return [];
  const note =
    'Pokoušíte se zapsat daňový doklad spadající do již uzavřeného období DPH. ' +
    'Opravte datum uskutečnění zdanitelného plnění nebo zrušte uzavření přiznání DPH za příslušné období.';
  return [{ state: 'error', errno: notWritten, note, xpath: at('inv:dateTax'), requested: taxDate }];
}

function judgeItems(invoice: Value, xpath: string, facts: InvoiceFacts, rules: InvoiceRules): ImportDetail[] {
  const details: ImportDetail[] = [];
  let foreignItems = 0;
  for (const [index, item] of children(child(invoice, 'invoiceDetail'), 'invoiceItem').entries()) {
    const rate = textAt(item, 'rateVAT') || 'none';
    const place = `${xpath}/inv:invoiceDetail/inv:invoiceItem[${index + 1}]/inv:rateVAT`;
    if (!vatRates.includes(rate)) details.push(unknown(place, rate));
    if (child(item, 'foreignCurrency') !== undefined) foreignItems += 1;
  }
  const currency = `${xpath}/inv:invoiceSummary/inv:foreignCurrency/typ:currency/typ:ids`;
  if (facts.currency !== 'CZK' && !rules.currencies.includes(facts.currency))
    details.push(unknown(currency, facts.currency));
  if (foreignItems > 0 && facts.currency === 'CZK') {
    details.push({ ...unknown(currency, ''), note: 'Položky jsou v cizí měně, ale cizí měna dokladu není uvedena.' });
  }
  return details;
}

function unknown(xpath: string, requested: string): ImportDetail {
  return {
    state: 'error',
    errno: unknownValue,
    note: 'Neznámá hodnota.',
    xpath,
    ...(requested === '' ? {} : { requested }),
  };
}
