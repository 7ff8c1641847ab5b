import type { Fault } from '../errors.ts';
import type { CompiledKind } from './compile-entity.ts';
import { computeAmounts } from './compute-amounts.ts';
import { addDays, localDate } from './local-date.ts';
import { isJsonObject, sameJson } from './merge-fields.ts';
import { relatedRow } from './relations.ts';
import type { EntityDefinition, Json, JsonObject, PlanContext } from './types.ts';

/** The record while it is being planned: computed fields are set on it. */
export type Draft = Record<string, Json>;

export interface Completion {
  readonly definition: EntityDefinition;
  readonly kind: CompiledKind;
  readonly before: JsonObject;
  readonly draft: Draft;
  /** What the caller named, so that a default never overrides it. */
  readonly named: JsonObject;
  readonly creating: boolean;
  readonly context: PlanContext;
}

const computedLineFields = ['totalWithoutVat', 'vat', 'total'];
const fallbackCurrency = 'CZK';

/** The agency's own currency; undefined where the agency was not loaded. */
function agencyCurrency(draft: JsonObject, context: PlanContext): string | undefined {
  const agency = relatedRow(context.related, 'agencies', draft['agencyId']);
  if (agency === undefined) return undefined;
  const currency = agency.data['currency'];
  return typeof currency === 'string' ? currency : fallbackCurrency;
}

/** The currency that a new record begins with. */
export function homeCurrency(draft: JsonObject, context: PlanContext): string {
  return agencyCurrency(draft, context) ?? fallbackCurrency;
}

/**
 * Computes totals and VAT anew where lines, currency or exchange rate changed (never otherwise: a booked invoice keeps its amounts when a rounding
 * rule changes), and whether it did.
 */
export function completeAmounts({ definition, kind, before, draft, creating, context }: Completion): void {
  if (kind.computed === undefined) return;
  const inputs = ['lines', 'currency', 'exchangeRate'];
  if (!creating && inputs.every((field) => draft[field] === before[field])) return;
  const given = Array.isArray(draft['lines']) ? draft['lines'].filter(isJsonObject) : [];
  const currency = typeof draft['currency'] === 'string' ? draft['currency'] : homeCurrency(draft, context);
  const exchangeRate = draft['exchangeRate'];
  const amounts = computeAmounts({
    lines: given.map(withoutComputed),
    currency,
    home: agencyCurrency(draft, context),
    exchangeRate: typeof exchangeRate === 'string' ? exchangeRate : undefined,
    rounding: definition.rounding ?? {},
  });
  setField(draft, 'lines', sameJson(before['lines'], amounts.lines) ? before['lines'] : amounts.lines);
  setField(draft, 'totalWithoutVat', amounts.totalWithoutVat);
  setField(draft, 'total', amounts.total);
  setField(draft, 'vat', sameJson(before['vat'], amounts.vat) ? before['vat'] : amounts.vat);
  setField(draft, 'rounding', amounts.rounding);
  setField(draft, 'totalHome', amounts.totalHome);
}

/** Due date, variable symbol and payment, where they are not named by the caller. */
export function completeInvoice(completion: Completion, faults: Fault[]): void {
  const { kind, before, draft, named, creating, context } = completion;
  if (kind.computed !== 'invoice') return;
  if (creating && named['dueOn'] === undefined)
    setField(draft, 'dueOn', draft['dueOn'] ?? defaultDueOn(draft, context));
  if (draft['number'] !== before['number']) completeVariableSymbol(completion, faults);
  const becamePaid = draft['paid'] === true && before['paid'] !== true;
  if (becamePaid && named['paidOn'] === undefined) {
    setField(draft, 'paidOn', draft['paidOn'] ?? localDate(context.now, context.zone));
  }
  if (draft['paid'] !== true && before['paid'] === true && named['paidOn'] === undefined)
    setField(draft, 'paidOn', undefined);
}

/** The company's due days after the day of issue. */
function defaultDueOn(draft: Draft, context: PlanContext): string | undefined {
  const days = relatedRow(context.related, 'companies', draft['companyId'])?.data['dueDays'];
  const issuedOn = draft['issuedOn'];
  return typeof days === 'number' && typeof issuedOn === 'string' ? addDays(issuedOn, days) : undefined;
}

/** The digits of the number, unless another symbol was given; it follows the number as long as nobody set another. */
function completeVariableSymbol({ before, draft, named }: Completion, faults: Fault[]): void {
  if (named['variableSymbol'] !== undefined) return;
  const present = before['variableSymbol'];
  if (present !== undefined && present !== digitsOf(before['number'])) return;
  const digits = digitsOf(draft['number']);
  if (digits !== undefined && digits.length > 10) {
    faults.push({
      path: 'variableSymbol',
      message: `The number ${typeof draft['number'] === 'string' ? draft['number'] : ''} has ${digits.length} digits, a variable symbol at most 10: give "variableSymbol" beside it.`,
    });
    return;
  }
  setField(draft, 'variableSymbol', digits);
}

function digitsOf(number: Json | undefined): string | undefined {
  const digits = typeof number === 'string' ? number.replaceAll(/\D/g, '') : '';
  return digits === '' ? undefined : digits;
}

export function setField(draft: Draft, name: string, value: Json | undefined): void {
  if (value === undefined || value === null)
    delete draft[name]; // eslint-disable-line @typescript-eslint/no-dynamic-delete -- the draft is ours
  else draft[name] = value;
}

function withoutComputed(line: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(line).filter(([name]) => !computedLineFields.includes(name)));
}
