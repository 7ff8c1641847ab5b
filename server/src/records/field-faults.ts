import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Fault } from '../errors.ts';
import { joinPath, pathOfPointer } from './field-path.ts';
import { formats } from './formats.ts';
import { didYouMean, listWords } from './suggest.ts';

const maxFaultsPerField = 50;

/** What ajv found in one field, as sentences with field paths. `value` is the field's whole value. */
export function faultsOfField(field: string, value: unknown, errors: readonly ErrorObject[]): Fault[] {
  const lists = listPaths(field, value);
  return withoutEchoes(errors)
    .slice(0, maxFaultsPerField)
    .map((error) => {
      const path = pathOfPointer(field, error.instancePath, (at) => lists.has(at));
      if (error.keyword === 'required') {
        const missing = joinPath(path, String(error.params['missingProperty']));
        return { message: `"${missing}" is missing.`, path: missing };
      }
      return { message: sentenceOf(error, path), path };
    });
}

/** Of one text one sentence: that it has another format says more than its length, and its length more than a pattern. */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const rank = ({ keyword }: ErrorObject): number => textKeywords.indexOf(keyword);
  return errors.filter(
    (error) =>
      rank(error) < 0 ||
      !errors.some(
        (other) => other.instancePath === error.instancePath && rank(other) >= 0 && rank(other) < rank(error),
      ),
  );
}

const textKeywords = ['format', 'maxLength', 'pattern'];

function sentenceOf(error: ErrorObject, path: string): string {
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'enum':
      return enumSentence(error, path);
    case 'format':
      return `"${path}" must be ${formats[String(error.params['format'])]?.sentence ?? 'of another form'}; ${shown(error.data)} is not.`;
    case 'pattern':
      return `"${path}" does not have the form that is wanted here${formOf(error)}; ${shown(error.data)} has another one.`;
    case 'minimum':
      return `"${path}" must be at least ${limit}.`;
    case 'maximum':
      return `"${path}" must be at most ${limit}.`;
    case 'minLength':
      return limit === '1' ? `"${path}" is empty.` : `"${path}" must have at least ${limit} characters.`;
    case 'maxLength':
      return `"${path}" may have at most ${limit} characters.`;
    case 'minItems':
      return `"${path}" needs at least ${limit} ${limit === '1' ? 'item' : 'items'}.`;
    case 'maxItems':
      return `"${path}" may have at most ${limit} items.`;
    case 'uniqueItems':
      return `"${path}" holds the same item twice.`;
    default:
      return `"${path}" ${error.message ?? 'is not valid'}.`;
  }
}

/** What the entity's author says of the field, in words; nobody reads patterns. */
function formOf({ parentSchema }: ErrorObject): string {
  const description: unknown = parentSchema?.['description'];
  return typeof description === 'string' && description !== '' ? ` (${description.replace(/\.$/, '')})` : '';
}

/** `There is no status "APROVED". Did you mean "APPROVED"?` */
function enumSentence(error: ErrorObject, path: string): string {
  const allowed = (Array.isArray(error.params['allowedValues']) ? error.params['allowedValues'] : []).map(String);
  const given = String(error.data).slice(0, 60);
  const hint = didYouMean(given, allowed) || ` It can be ${listWords(allowed)}.`;
  const noun = path === 'status' || path === 'type' ? path : `value "${given}" for "${path}"`;
  return path === 'status' || path === 'type'
    ? `There is no ${noun} "${given}".${hint}`
    : `There is no ${noun}.${hint}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : String(value).slice(0, 60);
}

/** The paths that hold lists: only there is a number in a pointer a place. */
function listPaths(path: string, value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    found.add(path);
    value.forEach((item, index) => listPaths(joinPath(path, index), item, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) listPaths(joinPath(path, name), item, found);
  }
  return found;
}
