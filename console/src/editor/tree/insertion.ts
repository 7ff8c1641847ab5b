import type { FieldType } from '@gangway/language';
import { cursorPlace } from '../completion/expression-at.ts';
import { type Declaration, namesAround } from '../completion/names-around.ts';
import type { MessageFormat } from '../preview/message-draft.ts';

/** A change of the template, and where the cursor goes. */
export interface Insertion {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly cursor: number;
}

export interface Field {
  readonly path: string;
  readonly kind: 'value' | 'object' | 'list' | 'entry';
  readonly type: FieldType['kind'];
}

/**
 * What a click on a field of the tree writes at the selection: inside an expression the name alone, in a text `${name}`, where a JSON value stands by itself
 * `"${name}"` (a number or a list without quotes), and for a list a loop. Inside a loop over the same list the name is that of the loop: `line.name`.
 */
export function insertionOf(format: MessageFormat, text: string, from: number, to: number, field: Field): Insertion {
  const place = cursorPlace(format, text, from);
  const path = nameHere(field.path, namesAround(format, text, from));
  const isList = field.kind === 'list';
  if (place.kind === 'expression') {
    const { before, directive } = place;
    if (directive === 'for' && !/\bin\s/.test(before)) return whole(from, to, `${nameOf(path)} in ${path}`);
    return whole(from, to, spaced(before, path));
  }
  if (isList && canLoop(format, text, from)) return loopOf(format, from, to, path);
  if (place.kind === 'text' && place.bare) {
    const bare = field.type === 'number' || field.type === 'boolean' || isList;
    return whole(from, to, bare ? `\${${path}}` : `"\${${path}}"`);
  }
  return whole(from, to, `\${${path}}`);
}

function whole(from: number, to: number, text: string): Insertion {
  return { from, to, text, cursor: from + text.length };
}

/** A name directly behind another name or value needs an operator; a blank keeps the two apart until the author writes it. */
function spaced(before: string, path: string): string {
  return /[\p{L}\p{N}_)\]'"]$/u.test(before) ? ` ${path}` : path;
}

/** `input.lines[2].name` inside `line in input.lines` is `line.name`; outside every loop an entry stays the entry that was clicked. */
export function nameHere(path: string, declarations: readonly Declaration[]): string {
  let name = path;
  for (const { kind, name: own, expression } of declarations) {
    if (kind !== 'for') continue;
    const list = expression.replace(/^\w+\(\s*([^,()]+).*$/s, '$1').trim();
    if (!name.startsWith(`${list}[`)) continue;
    const rest = name.slice(list.length).replace(/^\[\d+\]/, '');
    name = own + rest;
  }
  return name;
}

/** The name of one entry: `lines` -> `line`, `addresses` -> `address`, `companies` -> `company`. */
export function nameOf(path: string): string {
  const list = /([\p{L}_][\p{L}\p{N}_]*)(?:\[\d+\])?$/u.exec(path)?.[1] ?? 'item';
  if (/ies$/.test(list)) return `${list.slice(0, -3)}y`;
  if (/(?:sses|xes|ches|shes)$/.test(list)) return list.slice(0, -2);
  return /[^s]s$/.test(list) ? list.slice(0, -1) : `one${list.charAt(0).toUpperCase()}${list.slice(1)}`;
}

/** A loop is written where an element, or an entry of a JSON list, may stand. */
function canLoop(format: MessageFormat, text: string, from: number): boolean {
  const before = text.slice(0, from).trimEnd();
  if (format === 'xml') return before.endsWith('>');
  return format === 'json' && /[[,]$/.test(before) && insideList(text, from);
}

function insideList(text: string, from: number): boolean {
  const open: string[] = [];
  for (let at = 0; at < from; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = /"(?:[^"\\\n]|\\.)*"/y;
      end.lastIndex = at;
      at += (end.exec(text)?.[0].length ?? 1) - 1;
    } else if (character === '{' || character === '[') open.push(character);
    else if (character === '}' || character === ']') open.pop();
  }
  return open.at(-1) === '[';
}

function loopOf(format: MessageFormat, from: number, to: number, path: string): Insertion {
  const name = nameOf(path);
  const before =
    format === 'xml'
      ? `<${name} t:for="${name} in ${path}">\${${name}.`
      : `{ "$for": "${name} in ${path}", "": "\${${name}.`;
  const after = format === 'xml' ? `}</${name}>` : '}" }';
  return { from, to, text: before + after, cursor: from + before.length };
}
