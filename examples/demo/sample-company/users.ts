const user = (login: string, firstName: string, lastName: string, number: number, ...groups: string[]) => ({
  login,
  firstName,
  lastName,
  email: `${login}@ukazkova-agentura.example`,
  badge: `B${number}`,
  personalNumber: `10${number}`,
  groups,
});

/** Bodies for POST /users. Made-up people: the surnames are the words sample, model, trial and the like. */
export const users = [
  user('vzorova', 'Alena', 'Vzorová', 101, 'Administrators'),
  user('nastavil', 'Bohumil', 'Nastavil', 102, 'Configurator'),
  user('schvalova', 'Cecílie', 'Schválová', 103, 'Approvers'),
  user('souhlas', 'David', 'Souhlas', 104, 'Approvers', 'Readers'),
  user('ucetova', 'Eliška', 'Účetová', 105, 'Bookkeepers'),
  user('sample', 'Fiona', 'Sample', 106, 'Bookkeepers', 'Readers'),
  user('placeholder', 'George', 'Placeholder', 107, 'Readers'),
  user('zkusebny', 'Hynek', 'Zkušebný', 108, 'Readers'),
];
