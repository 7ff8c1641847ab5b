/** A fault as Flexi names it. `for` is the field, `path` its place in the request. */
export interface FlexiFault {
  readonly message: string;
  readonly for: string;
  readonly value: string;
  /** PROP: the value is not of the property's kind. INVALID: it is, but refers to nothing or is not allowed. */
  readonly code: 'PROP' | 'INVALID';
}

/** One record of the request: Flexi's own values are all texts, numbers are taken as well. */
export type FlexiFields = Readonly<Record<string, unknown>>;

export interface FlexiRules {
  readonly documentTypes: readonly string[];
  readonly currencies: readonly string[];
  /** Tax documents up to this day are refused. */
  readonly vatClosedUntil: string | undefined;
}

const vatKinds = ['typSzbDph.dphZakl', 'typSzbDph.dphSniz', 'typSzbDph.dphSniz2', 'typSzbDph.dphOsv'];
const priceKinds = ['typCeny.bezDph', 'typCeny.sDph', 'typCeny.bezDphOsv'];
const withoutTax = ['ZÁLOHA', 'PROFORMA'];

/** What Flexi finds wrong with an issued invoice. A field that is absent in an update keeps its value and is not judged. */
export function judgeInvoice(fields: FlexiFields, rules: FlexiRules, isNew: boolean): FlexiFault[] {
  const faults: FlexiFault[] = [];
  const fail = (name: string, message: string, code: FlexiFault['code'] = 'INVALID'): void => {
    faults.push({ message, for: name, value: textOf(fields, name), code });
  };
  const type = textOf(fields, 'typDokl');
  if (isNew || type !== '') judgeReference(type, 'typDokl', rules.documentTypes, 'Typ dokladu', fail);
  const currency = textOf(fields, 'mena');
  if (currency !== '') judgeReference(currency, 'mena', rules.currencies, 'Měna', fail);
  const symbol = textOf(fields, 'varSym');
  if (isNew && symbol === '') fail('varSym', "Pole 'Variabilní symbol' musí být vyplněno.");
  else if (!/^\d{0,20}$/.test(symbol))
    fail('varSym', `Variabilní symbol smí obsahovat jen číslice, ale je '${symbol}'.`);
  for (const name of ['datVyst', 'duzpPuv', 'datSplat']) judgeDate(fields, name, isNew && name === 'datVyst', fail);
  const taxDate = textOf(fields, 'duzpPuv') || textOf(fields, 'datVyst');
  const closed = rules.vatClosedUntil;
  if (closed !== undefined && taxDate !== '' && taxDate.slice(0, 10) <= closed && !withoutTax.includes(type.slice(5))) {
    fail('duzpPuv', `Období DPH do ${closed} je uzavřeno, doklad s datem ${taxDate.slice(0, 10)} do něj nelze zapsat.`);
  }
  for (const [index, item] of itemsOf(fields).entries()) faults.push(...judgeItem(item, index));
  return faults;
}

type Fail = (name: string, message: string, code?: FlexiFault['code']) => void;

function judgeReference(value: string, name: string, known: readonly string[], title: string, fail: Fail): void {
  if (value === '') fail(name, `Pole '${title}' musí být vyplněno.`);
  else if (!value.startsWith('code:')) fail(name, `Je očekáváno číselné ID, ale '${value}' není číslo`, 'PROP');
  else if (!known.includes(value.slice('code:'.length))) fail(name, `Záznam nebyl v datovém zdroji nalezen: ${value}`);
}

function judgeDate(fields: FlexiFields, name: string, needed: boolean, fail: Fail): void {
  const value = textOf(fields, name);
  if (value === '' && needed) fail(name, `Pole '${name}' musí být vyplněno.`);
  else if (value !== '' && !isDate(value)) fail(name, `'${value}' není datum ve tvaru RRRR-MM-DD.`, 'PROP');
}

function isDate(value: string): boolean {
  const day = /^(\d{4}-\d\d-\d\d)([+Z].*)?$/.exec(value)?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
}

function judgeItem(item: FlexiFields, index: number): FlexiFault[] {
  const faults: FlexiFault[] = [];
  const check = (name: string, fits: (value: string) => boolean, code: FlexiFault['code']): void => {
    const value = textOf(item, name);
    if (value === '' || fits(value)) return;
    faults.push({
      message: `Hodnota '${value}' není pro položku ${index + 1} platná.`,
      for: `polozkyFaktury.${name}`,
      value,
      code,
    });
  };
  check('typSzbDphK', (value) => vatKinds.includes(value), 'INVALID');
  check('typCenyDphK', (value) => priceKinds.includes(value), 'INVALID');
  for (const name of ['mnozMj', 'cenaMj', 'szbDph']) check(name, (value) => /^-?\d+(\.\d+)?$/.test(value), 'PROP');
  if (textOf(item, 'nazev') === '') {
    faults.push({
      message: `Pole 'Název' položky ${index + 1} musí být vyplněno.`,
      for: 'polozkyFaktury.nazev',
      value: '',
      code: 'INVALID',
    });
  }
  return faults;
}

/** Text of a field; numbers and truth values count as their text. */
export function textOf(fields: FlexiFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function itemsOf(fields: FlexiFields): readonly FlexiFields[] {
  const items = fields['polozkyFaktury'];
  if (items === undefined || items === null) return [];
  return (Array.isArray(items) ? items : [items]) as readonly FlexiFields[];
}
