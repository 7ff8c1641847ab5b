import { invoice, line } from './invoice.ts';

/** Ten invoices to customers abroad, in euros and in crowns. */
export const salesInvoicesForeign = [
  invoice(
    'UA-0121',
    {
      company: 'ROBOTICS',
      owner: 'sample',
      on: '2026-09-07',
      dueDays: 30,
      currency: 'EUR',
      exchangeRate: '24.350',
      note: 'Place of supply outside the Czech Republic.',
    },
    line('Brand guidelines, 48 pages', '1', 'pc', '5200', '0'),
    line('Workshop, full day', '2', 'day', '980', '0'),
  ),
  invoice(
    'UA-0122',
    {
      company: 'MUSTER',
      owner: 'sample',
      on: '2026-09-14',
      currency: 'EUR',
      exchangeRate: '24.350',
      note: 'Reverse charge: VAT to be accounted for by the recipient.',
      tags: ['reverse-charge'],
    },
    line('Product animation, 45 s', '1', 'pc', '3750', '0'),
    line('German voice-over', '1', 'pc', '420.50', '0'),
  ),
  invoice(
    'UA-0123',
    {
      company: 'VZORKA',
      on: '2026-09-21',
      currency: 'EUR',
      exchangeRate: '24.280',
      note: 'Přenesení daňové povinnosti, daň odvede zákazník.',
      tags: ['reverse-charge'],
    },
    line('Slovenská mutace kampaně', '1', 'ks', '1850', '0'),
    line('Jazykové korektury', '7.5', 'h', '32', '0'),
  ),
  invoice(
    'UA-0124',
    { company: 'COFFEE', owner: 'sample', on: '2026-09-28', dueDays: 30, currency: 'EUR', exchangeRate: '24.310' },
    line('Packaging "Morning & Evening" blend', '2', 'pc', '1450', '0'),
    line('Samples, courier', '1', 'pc', '86.40', '0'),
  ),
  invoice(
    'UA-0125',
    {
      company: 'NORDIC',
      owner: 'sample',
      on: '2026-10-02',
      currency: 'EUR',
      exchangeRate: '24.310',
      tags: ['reverse-charge'],
    },
    line('Danish localisation – smørrebrød menu', '18', 'h', '54', '0'),
  ),
  invoice(
    'UA-0126',
    { company: 'ROBOTICS', owner: 'sample', on: '2026-10-09', dueDays: 30, currency: 'EUR', exchangeRate: '24.295' },
    line('Trade fair stand, design', '1', 'pc', '7400', '0'),
    line('3D visualisation', '6', 'pc', '310', '0'),
    line('Travel expenses at cost', '1', 'pc', '1127.35', '0'),
  ),
  invoice(
    'UA-0127',
    { company: 'MUSTER', owner: 'sample', on: '2026-10-19', currency: 'CZK' },
    line('Print of catalogues, delivered in Prague', '1500', 'pc', '23.80', '21'),
  ),
  invoice(
    'UA-0128',
    { company: 'VZORKA', on: '2026-10-26', currency: 'EUR', exchangeRate: '24.265', tags: ['reverse-charge'] },
    line('Správa kampane, október', '1', 'mes.', '690', '0'),
  ),
  invoice(
    'UA-0129',
    { company: 'COFFEE', owner: 'sample', on: '2026-11-02', dueDays: 30, currency: 'EUR', exchangeRate: '24.240' },
    line('Illustrations for the "Slow Morning" series', '9', 'pc', '265', '0'),
    line('Licence fee, 24 months', '1', 'pc', '1200', '0'),
  ),
  invoice(
    'UA-0130',
    { company: 'ROBOTICS', owner: 'sample', on: '2026-11-06', dueDays: 30, currency: 'EUR', exchangeRate: '24.240' },
    line('Retainer, November', '1', 'month', '4500', '0'),
    line('Extra hours above the retainer', '11.75', 'h', '72.50', '0'),
  ),
];
