import { Decimal, type Value } from '@gangway/language';
import { textOf } from '../preview/samples.ts';
import type { Candidate } from './candidates.ts';
import { dateFormatOf, isoDateOf } from './sample-dates.ts';
import { leafFit, surroundingsOf } from './field-words.ts';
import type { SampleLeaf } from './sample-tree.ts';

/** What was found for a leaf of the sample. */
export interface Match {
  readonly candidate: Candidate;
  readonly fit: number;
  /** The sample holds the very value of the record. */
  readonly sameValue: boolean;
}

/** Below this a resemblance is chance. */
const leastFit = 2.5;
const relations = new Set(['company', 'agency', 'person', 'owner', 'corrects']);

/** The field that a leaf most probably stands for, by its value, its name and the names around it. */
export function matchLeaf(
  leaf: SampleLeaf,
  around: readonly string[],
  candidates: readonly Candidate[],
): Match | undefined {
  const names = leaf.name === '' ? around : [...around, leaf.name];
  const own = leaf.name === '' ? (around.at(-1) ?? '') : leaf.name;
  const spoken = surroundingsOf(names);
  let best: Match | undefined;
  for (const candidate of candidates) {
    const sameValue = isSameValue(leaf.text, candidate.value);
    const fit = fitOf(leaf, own, spoken, candidate, sameValue);
    if (fit >= leastFit && fit > (best?.fit ?? 0)) best = { candidate, fit, sameValue };
  }
  return best;
}

function fitOf(
  leaf: SampleLeaf,
  name: string,
  spoken: ReadonlySet<string>,
  candidate: Candidate,
  sameValue: boolean,
): number {
  const { steps, path } = candidate;
  const nameFit = leafFit(wordOf(candidate), name);
  const distinctive = sameValue && leaf.text.length >= 3 && !['true', 'false'].includes(leaf.text);
  if (nameFit === 0 && !distinctive) return 0;
  let fit = nameFit + (distinctive ? 3 : sameValue ? 0.5 : 0);
  const relation = relations.has(steps[0] ?? '') ? steps[0] : undefined;
  for (const one of relations) {
    if (spoken.has(one)) fit += one === relation ? 1.5 : relation === undefined ? -1 : -2;
  }
  // A name that speaks of no relation is the record's own, or its customer's.
  if (relation !== undefined && !spoken.has(relation)) fit -= relation === 'company' ? 0.4 : 2.5;
  if (path.includes('.addresses[')) fit += spoken.has('addresses') ? 0.5 : -0.2;
  if (path.includes('.bankAccounts[')) fit += spoken.has('bankAccounts') ? 0.5 : -1;
  if (path.includes('.contacts[')) fit -= 1;
  // A line has few fields, so a middling resemblance is enough; the record around it is meant by its very value only.
  if (candidate.loop === 'inside' && nameFit >= 2) fit += 0.8;
  if (candidate.loop === 'outside') fit -= 1.5;
  // Documents have names and notes; what is called text there is a note.
  if (path === 'input.name') fit -= 1;
  return fit + (sameValue ? 0.5 : typeFit(leaf, candidate)) - steps.length * 0.05;
}

/** By which word of field-words a field goes: the number of a bank account is no number of a document. */
function wordOf({ steps }: Candidate): string {
  const last = steps.at(-1) ?? '';
  return steps.includes('bankAccounts') && last === 'number' ? 'accountNumber' : last;
}

/** Rates are numbers here and words (high, low) in many programs. */
const ratesInWords = new Set(['vatRate', 'rate']);

function typeFit({ text, bare }: SampleLeaf, { type, steps }: Candidate): number {
  const isDate = dateFormatOf(text) !== undefined;
  if (type === 'date' || type === 'datetime') return isDate ? 1 : text === '' ? 0 : -3;
  if (isDate) return -2;
  const isNumber = text !== '' && Decimal.of(text.replaceAll(/\s/g, '').replace(',', '.')) !== undefined;
  if (type === 'number') return isNumber ? 0.5 : text === '' || ratesInWords.has(steps.at(-1) ?? '') ? 0 : -1.5;
  if (type === 'boolean') return /^(?:true|false|1|0|yes|no|ano|ne)$/i.test(text) ? 1 : -3;
  return bare && isNumber ? -1 : 0;
}

export function isSameValue(text: string, value: Value): boolean {
  const own = textOf(value);
  if (own === '' || text === '') return false;
  if (own === text) return true;
  const date = isoDateOf(text);
  if (date !== undefined) return own === date;
  const number = Decimal.of(text.replaceAll(/\s/g, '').replace(',', '.'));
  const other = number === undefined ? undefined : Decimal.of(own);
  if (number !== undefined && other !== undefined) return number.compare(other) === 0;
  return own.trim().toLowerCase() === text.trim().toLowerCase();
}
