/** The one business unit of the sample. Every name, number and account in this folder is made up. */
export const agency = {
  registration: 'UKAZKA',
  name: 'Ukázková agentura s.r.o.',
  currency: 'CZK',
  registrations: { registrationId: '99000016', vatId: 'CZ99000016' },
  addresses: [{ type: 'SEAT', street: 'Vzorová 12', city: 'Praha 1', zip: '110 00', country: 'CZ' }],
  contacts: [{ type: 'EMAIL', value: 'ucetni@ukazkova-agentura.example' }],
  bankAccounts: [
    { number: '9990000018', bankCode: '9999', iban: 'CZ2599990000009990000018', bic: 'UKAZCZPP', currency: 'CZK' },
    { number: '9990000026', bankCode: '9999', iban: 'CZ0399990000009990000026', bic: 'UKAZCZPP', currency: 'EUR' },
  ],
};
