import type { Part } from '../types.ts';
import { amount, currency, date, flag, reference, text } from './fields.ts';

/** Computed by Gangway; see compute-amounts. */
const computed = { readOnly: true };

/** Documents with lines: quotations, orders, cash receipts, invoices. */
export const amountsPart: Part = {
  computed: 'amounts',
  fields: {
    issuedOn: date('Issued on'),
    currency,
    exchangeRate: amount('Exchange rate: home currency for one unit of the currency', { minimum: 0 }),
    lines: {
      type: 'array',
      title: 'Lines',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: text('Text', 1_000),
          quantity: amount('Quantity'),
          unit: text('Unit', 20),
          unitPrice: amount('Unit price without VAT'),
          vatRate: amount('VAT rate in per cent', { minimum: 0, maximum: 100 }),
          note: text('Note', 2_000),
          totalWithoutVat: amount('Quantity x unit price', computed),
          vat: amount('VAT of the line', computed),
          total: amount('Total of the line', computed),
        },
      },
    },
    totalWithoutVat: amount('Total without VAT', computed),
    total: amount('Total', computed),
    vat: {
      type: 'array',
      title: 'VAT per rate',
      readOnly: true,
      items: {
        type: 'object',
        properties: {
          rate: amount('Rate in per cent'),
          base: amount('Base'),
          vat: amount('VAT'),
          total: amount('Base and VAT'),
        },
      },
    },
    rounding: amount('Rounding of the total', computed),
    totalHome: amount('Total in the home currency', computed),
  },
};

export const invoicePart: Part = {
  computed: 'invoice',
  fields: {
    taxPointOn: date('Tax point'),
    dueOn: date('Due on'),
    variableSymbol: text('Variable symbol', 10, { format: 'digits' }),
    paid: flag('Paid'),
    paidOn: date('Paid on'),
  },
};

export const correctionPart: Part = {
  fields: { correctsId: reference('Corrected document') },
};
