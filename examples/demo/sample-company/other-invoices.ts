import { invoice, line } from './invoice.ts';

/** Proformas, prepayments, corrections, received invoices, and one that accounting will refuse. */
export const otherInvoices = [
  invoice(
    'UA-0201',
    { type: 'INVOICE.SALES.PROFORMA', company: 'HOTEL', on: '2026-10-21' },
    line('Záloha na jarní kampaň 2027', '1', 'ks', '60000', '21'),
  ),
  invoice(
    'UA-0202',
    {
      type: 'INVOICE.SALES.PROFORMA',
      company: 'ROBOTICS',
      owner: 'sample',
      on: '2026-10-22',
      currency: 'EUR',
      exchangeRate: '24.270',
    },
    line('Deposit: trade fair stand, production', '1', 'pc', '6000', '0'),
  ),
  invoice(
    'UA-0203',
    { type: 'INVOICE.SALES.PREPAYMENT', company: 'KOLA', on: '2026-10-29' },
    line('Přijatá záloha – katalog 2027', '1', 'ks', '20000', '21'),
  ),
  invoice(
    'UA-0301',
    {
      type: 'INVOICE.SALES.CORRECTION',
      company: 'PIVOVAR',
      on: '2026-10-30',
      corrects: 'UA-0102',
      note: 'Oprava dokladu UA-0102: vráceno 1 000 letáků.',
    },
    line('Letáky A5, 4/4, 135 g', '-1000', 'ks', '0.89', '21'),
  ),
  invoice(
    'UA-0302',
    {
      type: 'INVOICE.SALES.CORRECTION',
      company: 'ROBOTICS',
      owner: 'sample',
      on: '2026-11-09',
      corrects: 'UA-0126',
      currency: 'EUR',
      exchangeRate: '24.240',
      note: 'Correction of UA-0126: one visualisation was not made.',
    },
    line('3D visualisation', '-1', 'pc', '310', '0'),
  ),
  invoice(
    'UA-0401',
    { type: 'INVOICE.PURCHASE', company: 'TISK', on: '2026-09-30', number: '260900417' },
    line('Tisk letáků A5, 4/4, 135 g', '12000', 'ks', '0.52', '21'),
    line('Tisk brožur', '500', 'ks', '9.80', '12'),
  ),
  invoice(
    'UA-0402',
    { type: 'INVOICE.PURCHASE', company: 'STUDIO', on: '2026-10-14', number: '2026/088' },
    line('Pronájem ateliéru', '2', 'den', '7500', '21'),
  ),
  invoice(
    'UA-0403',
    { type: 'INVOICE.PURCHASE', company: 'TISK', on: '2026-11-04', number: '261100038' },
    line('Vánoční obaly, ofset', '3000', 'ks', '2.35', '21'),
  ),
  invoice(
    'UA-0131',
    { company: 'STAVBY', on: '2026-11-10', taxPointOn: '2026-08-28' },
    line('Instalace poutače na stavbě – doúčtování za srpen', '1', 'ks', '16400', '21'),
  ),
  invoice(
    'UA-0132',
    { company: 'KLINIKA', on: '2026-11-12', note: 'Rozpis dle přílohy objednávky 4471.' },
    ...Array.from({ length: 24 }, (_, index) =>
      line(
        `Tiskovina č. ${index + 1} – ordinace`,
        String(index + 5),
        'ks',
        `${12 + index}.50`,
        index % 3 === 0 ? '12' : '21',
      ),
    ),
  ),
];
