/*
 * What counterparties call the fields of a business record. The left word is the last step of a field's path (or a step before it); the right ones are names in samples,
 * in English and in the Czech of accounting programs, written without capitals, marks and separators.
 */
const leafWords: Readonly<Record<string, string>> = {
  number:
    'number invoicenumber documentnumber docnumber invoiceid cislo cislodokladu kod numberrequested id no invoiceno',
  variableSymbol: 'variablesymbol varsymbol symvar varsym vs paymentreference paymentid',
  issuedOn:
    'issuedate issuedon date dateissue datevystaveni datvyst datum datumvystaveni invoicedate documentdate issued dateofissue',
  taxPointOn: 'taxpointdate taxpointon datetax duzp duzppuv taxdate supplydate taxsupplydate dateoftaxablesupply',
  dueOn: 'duedate dueon datedue datsplat splatnost datumsplatnosti paymentduedate maturity maturitydate payby',
  paidOn: 'paidon paymentdate datepaid datuhr',
  currency: 'currency currencycode mena localcurrencycode documentcurrencycode currencyid curr',
  exchangeRate: 'exchangerate currrate kurz kurs',
  total:
    'total totalamount payableamount payable celkem sumcelkem taxinclusiveamount amountdue grandtotal totalwithvat totalgross gross pricetotal castka amount priceincludingvat linetotal',
  totalWithoutVat:
    'totalwithoutvat taxexclusiveamount lineextensionamount nettotal totalnet net zaklad sumzklcelkem base subtotal price priceexcludingvat amountwithoutvat',
  vat: 'vatamount taxamount vattotal totalvat pricevat dphcelkem sumdphcelkem tax',
  vatRate: 'vatrate ratevat percent taxpercent taxrate sazbadph szbdph vatpercent vat rate vatcode',
  rate: 'rate percent vatrate taxpercent',
  base: 'base taxableamount taxbase zaklad',
  note: 'note poznamka poznam comment remark intnote popis text description',
  type: 'type documenttype invoicetype typdokl typdokladu doctype invoicetypecode kind',
  status: 'status state stav',
  paid: 'paid ispaid uhrazeno zaplaceno',
  name: 'name companyname text description nazev item itemname company partyname registrationname nazfirmy firma title jmeno popis label',
  quantity: 'quantity qty mnozstvi mnozmj invoicedquantity count pieces amount',
  unit: 'unit unitcode mj uom measureunit',
  unitPrice: 'unitprice price cenamj priceamount cena priceperunit unitpricewithoutvat priceunit',
  registrationId: 'registrationid ico ic companyid registrationnumber regno companynumber ident id',
  vatId: 'vatid dic vatnumber taxid vatregistration vatno companyvatid vat',
  street: 'street ulice streetname addressline line1 address',
  city: 'city mesto cityname town obec',
  zip: 'zip psc postalcode postalzone zipcode postcode',
  country: 'country stat countrycode identificationcode countryid zeme',
  email: 'email electronicmail mail',
  phone: 'phone telephone tel telefon mobil',
  iban: 'iban',
  bic: 'bic swift',
  accountNumber: 'accountnumber cislouctu account bankaccount',
  bankCode: 'bankcode kodbanky',
  firstName: 'firstname jmeno givenname',
  lastName: 'lastname prijmeni familyname surname',
  registration: 'registration reference externalid extid sourceid',
};

const aroundWords: Readonly<Record<string, string>> = {
  company:
    'customer partner buyer company accountingcustomerparty partneridentity odberatel firma client recipient debtor adresar contact payer',
  agency: 'supplier seller accountingsupplierparty dodavatel mycompany sender vendor issuer creditor provider own',
  person: 'person contactperson kontaktniosoba',
  owner: 'owner author vystavil issuedby user createdby',
  lines:
    'lines line items item invoicelines invoiceline invoiceitem invoicedetail polozky polozka polozkyfaktury rows row details detail entries products positions',
  vat: 'vatrecapitulation taxsubtotal taxsubtotals taxes vats vatsummary rozpisdph recapitulation taxtotal',
  corrects: 'corrects originaldocument originaldocumentreference billingreference correcteddocument',
  addresses: 'address postaladdress adresa',
  bankAccounts: 'bankaccount bankaccounts paymentmeans account bank',
};

/** `inv:symVar` -> `symvar`, `Due-Date` -> `duedate`. */
export function plainName(name: string): string {
  return name
    .replace(/^.*:/, '')
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

const leaves = lookUp(leafWords);
const surroundings = lookUp(aroundWords);

function lookUp(words: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(
    Object.entries(words).map(([field, list]) => {
      const names = [field.toLowerCase(), ...list.split(' ')];
      // The first names are the surest ones.
      return [field, new Map(names.map((name, index) => [name, Math.max(1, 3 - index * 0.1)]))];
    }),
  );
}

/** How well the name in a sample fits the last step of a field's path: 0 not at all, 3 very well. */
export function leafFit(field: string, sampleName: string): number {
  const name = plainName(sampleName);
  if (name === '') return 0;
  if (name === field.toLowerCase()) return 3;
  const known = leaves.get(field)?.get(name);
  if (known !== undefined) return known;
  // `customerVatId`, `invoiceDueDate`: the name with something before it.
  for (const [word, fit] of leaves.get(field) ?? []) {
    if (word.length >= 5 && name.endsWith(word)) return fit * 0.7;
  }
  return 0;
}

/** The relations and lists that the names around a leaf, or its own name, speak of. */
export function surroundingsOf(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const name of names) {
    const plain = plainName(name);
    for (const [field, words] of surroundings) {
      if (words.has(plain) || [...words.keys()].some((word) => word.length >= 5 && plain.startsWith(word)))
        found.add(field);
    }
  }
  return found;
}
