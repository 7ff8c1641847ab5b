/** Money is a text, as everywhere in the data API. */
export interface SampleLine {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly vatRate: string;
  readonly note?: string;
}

/** An invoice as a body for POST /documents, with names in place of the ids that are only known after the companies are there. */
export interface SampleInvoice {
  /** Registration of the document. */
  readonly registration: string;
  /** Registration of the company. */
  readonly company: string;
  /** Login of the owner. */
  readonly owner: string;
  /** Registration of the document that this one corrects. */
  readonly corrects?: string;
  readonly body: {
    readonly type: string;
    readonly issuedOn: string;
    readonly taxPointOn?: string;
    readonly dueOn: string;
    readonly currency: string;
    readonly exchangeRate?: string;
    readonly variableSymbol: string;
    /** Only of received invoices: the supplier's. */
    readonly number?: string;
    readonly note?: string;
    readonly tags?: readonly string[];
    readonly lines: readonly SampleLine[];
  };
}

/** `line('Korektura', '3', 'h', '650', '21')` */
export function line(
  name: string,
  quantity: string,
  unit: string,
  unitPrice: string,
  vatRate: string,
  note?: string,
): SampleLine {
  return { name, quantity, unit, unitPrice, vatRate, ...(note === undefined ? {} : { note }) };
}

interface Heading {
  readonly type?: string;
  readonly company: string;
  readonly owner?: string;
  /** Issue date, also the tax point where none is given; due in 14 days where nothing is said. */
  readonly on: string;
  readonly taxPointOn?: string;
  readonly dueDays?: number;
  readonly currency?: string;
  readonly exchangeRate?: string;
  readonly note?: string;
  readonly tags?: readonly string[];
  readonly number?: string;
  readonly corrects?: string;
}

export function invoice(registration: string, heading: Heading, ...lines: readonly SampleLine[]): SampleInvoice {
  const {
    type = 'INVOICE.SALES',
    company,
    owner = 'ucetova',
    on,
    // A proforma is no tax document.
    taxPointOn = type.endsWith('.PROFORMA') ? undefined : on,
    dueDays = 14,
    currency = 'CZK',
  } = heading;
  const { exchangeRate, note, tags, number, corrects } = heading;
  return {
    registration,
    company,
    owner,
    ...(corrects === undefined ? {} : { corrects }),
    body: {
      type,
      issuedOn: on,
      ...(taxPointOn === undefined ? {} : { taxPointOn }),
      dueOn: new Date(Date.parse(on) + dueDays * 86_400_000).toISOString().slice(0, 10),
      currency,
      variableSymbol: (number ?? `2026${registration}`).replaceAll(/\D/g, ''),
      ...(exchangeRate === undefined ? {} : { exchangeRate }),
      ...(note === undefined ? {} : { note }),
      ...(tags === undefined ? {} : { tags }),
      ...(number === undefined ? {} : { number }),
      lines,
    },
  };
}

/** The body to post, once the ids of what it names are known. */
export function bodyOf(
  sample: SampleInvoice,
  ids: { company(registration: string): number; user(login: string): number; document(registration: string): number },
): Readonly<Record<string, unknown>> {
  return {
    ...sample.body,
    registration: sample.registration,
    companyId: ids.company(sample.company),
    ownerId: ids.user(sample.owner),
    ...(sample.corrects === undefined ? {} : { correctsId: ids.document(sample.corrects) }),
  };
}
