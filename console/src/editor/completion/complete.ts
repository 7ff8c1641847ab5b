import { functionSignatures, pathOfField, type FieldType, type Run, type Scope, type Value } from '@gangway/language';
import type { MessageFormat } from '../preview/message-draft.ts';
import { isList, isObject, textOf } from '../preview/samples.ts';
import { cursorPlace } from './expression-at.ts';
import { fieldsBelow, type KnownNames, knownNames, typeOf, valueOf, withName } from './known-names.ts';
import { namesAround } from './names-around.ts';

/** One thing to choose. */
export interface Choice {
  readonly kind:
    'field' | 'list' | 'object' | 'name' | 'function' | 'dictionary' | 'entry' | 'secret' | 'constant' | 'word';
  readonly label: string;
  /** What is written; `label` unless given. `#` marks where the cursor goes. */
  readonly insert?: string;
  /** The value in the record that is looked at, or a function's arguments. */
  readonly detail?: string;
  /** Those that come first among equals: higher ones. */
  readonly boost?: number;
}

export interface Choices {
  /** Where the text that is replaced begins; it ends at the cursor. */
  readonly from: number;
  readonly choices: readonly Choice[];
}

export interface CompletionSource {
  readonly format: MessageFormat;
  readonly scope: Scope;
  readonly run: Run | undefined;
  readonly dictionaries: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly secrets: readonly string[];
}

const dateFormats = ['yyyy-MM-dd', 'dd.MM.yyyy', 'd. M. yyyy', 'yyyyMMdd', 'yyyy-MM-ddTHH:mm:ssXXX', 'HH:mm'];
const zones = ['UTC', 'Europe/Prague', 'Europe/London'];
const roundings = ['half-up', 'half-down', 'half-even', 'up', 'down', 'ceiling', 'floor'];

/** What could be written at the cursor. Pure; undefined where nothing is expected. */
export function complete(source: CompletionSource, text: string, cursor: number): Choices | undefined {
  const place = cursorPlace(source.format, text, cursor);
  switch (place.kind) {
    case 'secret':
      return {
        from: place.start,
        choices: source.secrets.map((name) => ({
          kind: 'secret',
          label: name,
          insert: closed(text, cursor, name, '}}'),
        })),
      };
    case 'text':
      return undefined;
    case 'expression': {
      const around = knownNames(source.scope, source.run, namesAround(source.format, text, cursor));
      const before = place.directive === 'for' ? place.before.replace(/^.*?\bin\s+/, '') : place.before;
      if (place.directive === 'for' && before === place.before) return undefined;
      return completeExpression(source, around, before, cursor);
    }
  }
}

function closed(text: string, cursor: number, name: string, end: string): string {
  return text.startsWith(end, cursor) ? name : name + end;
}

function completeExpression(
  source: CompletionSource,
  around: KnownNames,
  before: string,
  cursor: number,
): Choices | undefined {
  const quoted = /(['"])([^'"]*)$/.exec(before);
  if (quoted !== null && isOpenText(before)) {
    const word = quoted[2] ?? '';
    return { from: cursor - word.length, choices: wordsFor(source, before.slice(0, quoted.index)) };
  }
  const known = withItem(around, before);
  const path =
    /((?:[\p{L}_][\p{L}\p{N}_]*)(?:\[[^[\]]*\]|\.[@#]?[\p{L}_][\p{L}\p{N}_]*)*)\.([@#]?[\p{L}\p{N}_]*)$/u.exec(before);
  if (path !== null) {
    const [, base = '', word = ''] = path;
    return { from: cursor - word.length, choices: fieldChoices(known, base) };
  }
  const word = /[@#]?[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? '';
  if (word === '' && /[\p{L}\p{N}_\])}'"]\s*$/u.test(before) && !/\b(?:and|or|not|in)\s+$/i.test(before))
    return undefined;
  const lead = before.slice(0, before.length - word.length).trimEnd();
  const functions = functionChoices(lead.endsWith('|'));
  return {
    from: cursor - word.length,
    choices: lead.endsWith('|') ? functions : [...nameChoices(known), ...functions, ...words],
  };
}

const words: readonly Choice[] = ['and', 'or', 'not', 'true', 'false', 'null'].map((label) => ({
  kind: 'word',
  label,
  boost: -2,
}));

/** Whether the last quote begins a text instead of ending one. */
function isOpenText(before: string): boolean {
  let open = '';
  for (const character of before) {
    if (open === '' && (character === "'" || character === '"')) open = character;
    else if (character === open) open = '';
  }
  return open !== '';
}

/** Within the second argument of sum(), map() and their kind, `item` is an entry of the list. */
function withItem(known: KnownNames, before: string): KnownNames {
  const list = listOfItem(before);
  if (list === undefined) return known;
  const type = typeOf(known, list);
  const value = valueOf(known, list);
  const item: FieldType = type.kind === 'list' ? type.item : { kind: 'any' };
  return withName(known, 'item', item, isList(value) ? value[0] : undefined);
}

const perElement = /^(?:sum|map|filter|sort|distinct|groupby|join)$/i;

/** The list whose entries are being looked at where the text ends: `filter(input.lines, ` or `input.lines | map(`. */
function listOfItem(before: string): string | undefined {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before.charAt(at);
    if (character === ')') depth++;
    else if (character === '(') {
      if (depth > 0) {
        depth--;
        continue;
      }
      const name = /[\p{L}]+$/u.exec(before.slice(0, at))?.[0] ?? '';
      if (!perElement.test(name)) continue;
      const lead = before.slice(0, at - name.length).trimEnd();
      if (lead.endsWith('|')) return lead.slice(0, -1).trim();
      const [list = '', ...others] = splitArguments(before.slice(at + 1));
      return others.length > 0 ? list.trim() : undefined;
    }
  }
  return undefined;
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
    else if ((character === ',' || character === ';') && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Texts that stand in quotes in this place: names of dictionaries, keys, formats, zones. */
function wordsFor(source: CompletionSource, lead: string): Choice[] {
  const call = /([\p{L}]+)\s*\(([^()]*)$/u.exec(lead);
  const name = (call?.[1] ?? '').toLowerCase();
  const position = splitArguments(call?.[2] ?? '').length - 1 + (isPiped(lead, call) ? 1 : 0);
  if (name === 'dict' && position === 1) {
    return Object.entries(source.dictionaries).map(([label, entries]) => ({
      kind: 'dictionary',
      label,
      detail: Object.keys(entries).slice(0, 4).join(', '),
    }));
  }
  if (name === 'dict' && position === 2) {
    const dictionary = /'([^']*)'/.exec(call?.[2] ?? '')?.[1] ?? '';
    return [...new Set(Object.values(source.dictionaries[dictionary] ?? {}))].map((label) => ({
      kind: 'entry',
      label,
    }));
  }
  if (name === 'date') return wordChoices(position === 1 ? dateFormats : position === 2 ? zones : []);
  if (name === 'round') return wordChoices(position === 2 ? roundings : []);
  if (name === 'pad') return wordChoices(position === 3 ? ['left', 'right'] : []);
  if (name === 'sort') return wordChoices(position === 2 ? ['asc', 'desc'] : []);
  return comparedWords(source, lead);
}

function isPiped(lead: string, call: RegExpExecArray | null): boolean {
  return call !== null && lead.slice(0, call.index).trimEnd().endsWith('|');
}

function wordChoices(labels: readonly string[]): Choice[] {
  return labels.map((label) => ({ kind: 'entry', label }));
}

/** `input.type = '`: the value in the record that is looked at, and the keys of dictionaries that have it. */
function comparedWords({ run, scope, dictionaries }: CompletionSource, lead: string): Choice[] {
  const path = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|==|<>|!=)\s*$/u.exec(lead)?.[1];
  if (path === undefined) return [];
  const value = textOf(valueOf({ scope, run }, path));
  if (value === '') return [];
  const family = Object.values(dictionaries).filter((entries) => Object.hasOwn(entries, value));
  return wordChoices([...new Set([value, ...family.flatMap((entries) => Object.keys(entries))])]);
}

function fieldChoices(known: KnownNames, base: string): Choice[] {
  const type = typeOf(known, base);
  const value = valueOf(known, base);
  const fields = fieldsBelow(type);
  const example = isList(value) ? value.find(isObject) : value;
  const names = new Set([...Object.keys(fields), ...(isObject(example ?? null) ? Object.keys(example as object) : [])]);
  return [...names].map((name): Choice => {
    const own = isObject(example ?? null) ? (example as Readonly<Record<string, Value>>)[name] : undefined;
    const path = pathOfField('x', name);
    return {
      ...choiceOf(name, fields[name] ?? typeOfValue(own), own),
      ...(path.startsWith('x[') ? { insert: path.slice(1) } : {}),
    };
  });
}

function nameChoices({ scope, run }: KnownNames): Choice[] {
  return Object.entries(scope.fields).map(([name, type]): Choice => {
    const value = run?.context[name];
    return { ...choiceOf(name, type, value), ...(name === 'input' ? { boost: 2 } : { boost: 1 }) };
  });
}

function choiceOf(label: string, type: FieldType, value: Value): Choice {
  const kind = type.kind === 'list' ? 'list' : type.kind === 'object' ? 'object' : 'field';
  const detail = shortValue(value);
  return {
    kind,
    label,
    ...(detail === '' ? {} : { detail }),
    ...(value === null || value === undefined ? { boost: -1 } : {}),
  };
}

function typeOfValue(value: Value): FieldType {
  if (isList(value)) return { kind: 'list', item: { kind: 'any' } };
  return isObject(value) ? { kind: 'object', fields: {} } : { kind: 'any' };
}

/** A value in a few characters. */
export function shortValue(value: Value): string {
  if (isList(value)) return `[${value.length}]`;
  if (value === null || value === undefined || isObject(value)) return '';
  const text = String(value).replaceAll(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Behind `|` the first argument is there already. */
function functionChoices(piped: boolean): Choice[] {
  return functionSignatures().map((signature): Choice => {
    const name = signature.slice(0, signature.indexOf('('));
    const takes = signature.slice(signature.indexOf('(') + 1, -1);
    const rest = piped ? takes.replace(/^[^,]*,?\s*/, '') : takes;
    const needed = rest.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/[,\s]/g, '');
    const quoted = needed.startsWith("'");
    const call = needed === '' ? (piped ? name : `${name}(#)`) : quoted ? `${name}('#')` : `${name}(#)`;
    return { kind: 'function', label: name, detail: `(${takes})`, insert: takes === '' ? name : call };
  });
}
