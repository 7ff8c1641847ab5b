interface Place {
  readonly street: string;
  readonly city: string;
  readonly zip: string;
  readonly country: string;
}

interface CompanyFacts extends Place {
  readonly name: string;
  /** IČO with a valid check digit from a range that is not given out, or a foreign number. */
  readonly id: string;
  /** Absent: not registered for VAT. */
  readonly vat?: string;
  readonly role?: 'client' | 'supplier' | 'both';
  readonly email: string;
  readonly dueDays?: number;
}

const company = (registration: string, facts: CompanyFacts) => ({
  registration,
  name: facts.name,
  type: 'COMPANY',
  client: facts.role !== 'supplier',
  supplier: facts.role === 'supplier' || facts.role === 'both',
  registrations: { registrationId: facts.id, ...(facts.vat === undefined ? {} : { vatId: facts.vat }) },
  addresses: [{ type: 'SEAT', street: facts.street, city: facts.city, zip: facts.zip, country: facts.country }],
  contacts: [{ type: 'EMAIL', value: facts.email }],
});

/** Bodies for POST /companies: ten Czech and five foreign firms that do not exist. */
export const companies = [
  company('PEKARNA', {
    name: 'Příkladná pekárna s.r.o.',
    id: '99000148',
    vat: 'CZ99000148',
    street: 'U Mlýna 3',
    city: 'Brno',
    zip: '602 00',
    country: 'CZ',
    email: 'faktury@prikladna-pekarna.example',
  }),
  company('PIVOVAR', {
    name: 'Vzorový pivovar a.s.',
    id: '99000270',
    vat: 'CZ99000270',
    street: 'Sladovní 77',
    city: 'Plzeň',
    zip: '301 00',
    country: 'CZ',
    email: 'fakturace@vzorovy-pivovar.example',
  }),
  company('STAVBY', {
    name: 'Žluťoučká stavební, spol. s r.o.',
    id: '99000407',
    vat: 'CZ99000407',
    street: 'Cihlářská 1457/8',
    city: 'Ostrava-Poruba',
    zip: '708 00',
    country: 'CZ',
    email: 'uctarna@zlutoucka.example',
  }),
  company('KLINIKA', {
    name: 'Modelová klinika Úsměv s.r.o.',
    id: '99000539',
    vat: 'CZ99000539',
    street: 'Zdravotní 5',
    city: 'Hradec Králové',
    zip: '500 02',
    country: 'CZ',
    email: 'ekonom@klinika-usmev.example',
  }),
  company('KNIHY', {
    name: 'Nakladatelství „Zkušební strana“ s.r.o.',
    id: '99000661',
    vat: 'CZ99000661',
    street: 'Písmenková 22',
    city: 'Olomouc',
    zip: '779 00',
    country: 'CZ',
    email: 'redakce@zkusebni-strana.example',
  }),
  company('HOTEL', {
    name: 'Hotel Na Zkoušku & Wellness a.s.',
    id: '99000792',
    vat: 'CZ99000792',
    street: 'Lázeňská 9',
    city: 'Karlovy Vary',
    zip: '360 01',
    country: 'CZ',
    email: 'recepce@hotel-nazkousku.example',
  }),
  company('DIVADLO', {
    name: 'Divadlo Generálka, z.ú.',
    id: '99000920',
    street: 'Oponní 4',
    city: 'České Budějovice',
    zip: '370 01',
    country: 'CZ',
    email: 'produkce@divadlo-generalka.example',
  }),
  company('KOLA', {
    name: 'Ukázková kola s.r.o.',
    id: '99001055',
    vat: 'CZ99001055',
    street: 'Přehazovací 21',
    city: 'Liberec',
    zip: '460 01',
    country: 'CZ',
    email: 'obchod@ukazkova-kola.example',
  }),
  company('TISK', {
    name: 'Tiskárna Nátisk s.r.o.',
    id: '99001187',
    vat: 'CZ99001187',
    street: 'Rotační 30',
    city: 'Kladno',
    zip: '272 01',
    country: 'CZ',
    role: 'supplier',
    email: 'fakturace@natisk.example',
  }),
  company('STUDIO', {
    name: 'Studio Druhá klapka s.r.o.',
    id: '99001314',
    vat: 'CZ99001314',
    street: 'Filmová 2',
    city: 'Zlín',
    zip: '760 01',
    country: 'CZ',
    role: 'both',
    email: 'studio@druha-klapka.example',
  }),
  company('ROBOTICS', {
    name: 'Example Robotics Ltd',
    id: '00000001',
    vat: 'GB000000001',
    street: '1 Placeholder Road',
    city: 'Sampleton',
    zip: 'SA1 1MP',
    country: 'GB',
    email: 'accounts@example-robotics.example',
  }),
  company('COFFEE', {
    name: 'Demo & Daughters Coffee Ltd',
    id: '00000002',
    street: '42 Test Lane',
    city: 'Mockford',
    zip: 'MO4 2CK',
    country: 'GB',
    email: 'ap@demo-daughters.example',
  }),
  company('MUSTER', {
    name: 'Mustermaschinen GmbH',
    id: 'HRB 000001',
    vat: 'DE000000001',
    street: 'Beispielstraße 7',
    city: 'Musterstadt',
    zip: '12345',
    country: 'DE',
    email: 'rechnung@mustermaschinen.example',
  }),
  company('VZORKA', {
    name: 'Vzorka Slovensko s.r.o.',
    id: '99001446',
    vat: 'SK0000000001',
    street: 'Skúšobná 11',
    city: 'Žilina',
    zip: '010 01',
    country: 'SK',
    email: 'faktury@vzorka.example',
  }),
  company('NORDIC', {
    name: 'Nordisk Eksempel ApS',
    id: '00000003',
    vat: 'DK00000003',
    street: 'Prøvevej 8',
    city: 'Aarhus',
    zip: '8000',
    country: 'DK',
    email: 'faktura@nordisk-eksempel.example',
  }),
];
