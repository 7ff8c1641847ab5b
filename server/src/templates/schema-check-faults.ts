/** One fault found against a schema, in words for the person who writes the template. */
export interface SchemaFault {
  readonly message: string;
  /** Line in the message (or in the schema file named by `file`), from 1; 0 when libxml2 cannot say. */
  readonly line: number;
  readonly column?: number;
  /** Local name of the element that is wrong. */
  readonly element?: string;
  /** Set when the schema itself is at fault: the path of its file. */
  readonly file?: string;
}

/** What libxml2 reports, as far as it is used here. */
export interface LibraryDetail {
  readonly message: string;
  readonly line: number;
  readonly col: number;
  readonly file?: string;
}

const longestValue = 60;
const mostFaults = 50;

/**
 * Sentences for libxml2's findings. It reports a value that breaks a facet twice (the facet, then "not a valid value of the type"); the
 * second says less and is dropped. More than 50 faults are cut, because one wrong namespace yields one per element.
 */
export function describeFindings(details: readonly LibraryDetail[]): SchemaFault[] {
  const faults: SchemaFault[] = [];
  let facetOf = '';
  for (const detail of details) {
    const { subject, body } = readSubject(detail.message);
    const place = `${detail.line}/${subject.element ?? ''}/${subject.attribute ?? ''}`;
    if (facetOf === place && body.includes('is not a valid value of')) continue;
    facetOf = body.startsWith('[facet') ? place : '';
    faults.push({
      message: describeFinding(subject, body),
      line: detail.line,
      ...(detail.col > 0 ? { column: detail.col } : {}),
      ...(subject.element === undefined ? {} : { element: subject.element }),
    });
    if (faults.length === mostFaults) break;
  }
  return faults;
}

interface Subject {
  readonly element?: string;
  readonly namespace?: string;
  readonly attribute?: string;
}

function readSubject(message: string): { subject: Subject; body: string } {
  const text = message.trim().replaceAll(/\s*\n\s*/g, ' ');
  const match = /^Element '(?:\{([^}]*)\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?: (.*)$/s.exec(text);
  if (!match) return { subject: {}, body: text };
  const [, namespace, element, attribute, body = ''] = match;
  const subject = {
    ...(element === undefined ? {} : { element }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(attribute === undefined ? {} : { attribute }),
  };
  return { subject, body };
}

type Wording = (subject: string, parts: readonly string[]) => string;

/** libxml2's own wording (xmlschemas.c) on the left, ours on the right. The first that fits is used. */
const wordings: readonly (readonly [RegExp, Wording])[] = [
  [
    /^\[facet '(?:max|min)?[lL]ength'\] The value(?: '(.*)')? has a length of '(\d+)'; this (exceeds|underruns|differs from) the allowed (?:maximum |minimum )?length of '(\d+)'/s,
    (subject, [value, has, relation, limit]) =>
      `${subject} ${value ? `(${quote(value)}) ` : ''}is ${has} characters long; ${lengthRule(relation)} ${limit} ${limit === '1' ? 'is' : 'are'} allowed.`,
  ],
  [
    /^\[facet 'enumeration'\] The value '(.*)' is not an element of the set \{(.*)\}\.$/s,
    (subject, [value = '', set = '']) =>
      `${subject} must not be ${quote(value)}. Allowed: ${set.replaceAll("'", '') || 'nothing'}.`,
  ],
  [
    /^\[facet 'pattern'\] The value '(.*)' is not accepted by the pattern '(.*)'\.$/s,
    (subject, [value = '', pattern]) =>
      `${subject} must not be ${quote(value)}: it does not have the form ${pattern ?? ''}.`,
  ],
  [
    /^\[facet '\w+'\] The value '(.*)' is (greater|less) than the (?:maximum|minimum) value allowed \('(.*)'\)/s,
    (subject, [value = '', relation, limit]) =>
      `${subject} must not be ${quote(value)}: ${relation === 'less' ? 'the smallest allowed is' : 'the largest allowed is'} ${limit ?? ''}.`,
  ],
  [
    /^\[facet '\w+'\] The value '(.*)' has more (fractional )?digits than are allowed \('(\d+)'\)/s,
    (subject, [value = '', fractional, limit]) =>
      `${subject} (${quote(value)}) has too many ${fractional ? 'decimal places' : 'digits'}; at most ${limit ?? ''} are allowed.`,
  ],
  [
    /^'(.*)' is not a valid value of the (?:local )?(?:atomic|list|union) type(?: '(.*)')?\.$/s,
    (subject, [value = '', type]) =>
      value === '' ? `${subject} must not be empty.` : `${subject} must not be ${quote(value)}${expectation(type)}.`,
  ],
  [
    /^This element is not expected\.(?: Expected is (?:one of )?\( (.*) \)\.)?$/s,
    (subject, [expected]) =>
      `${subject} is not allowed at this place.${expected ? ` Expected: ${names(expected)}.` : ''}`,
  ],
  [
    /^Missing child element\(s\)\.(?: Expected is (?:one of )?\( (.*) \)\.)?$/s,
    (subject, [expected]) => `${subject} lacks an element.${expected ? ` Expected: ${names(expected)}.` : ''}`,
  ],
  [
    /^The attribute '(?:\{[^}]*\})?([^']+)' is required but missing\.$/,
    (subject, [name = '']) => `${subject} lacks the attribute ${name}.`,
  ],
  [/^The attribute '(?:\{[^}]*\})?([^']+)' is not allowed\.$/, (subject) => `${subject} is not allowed there.`],
  [
    /^Character content (?:other than whitespace )?is not allowed/,
    (subject) => `${subject} must not contain text of its own.`,
  ],
  [/^Element content is not allowed/, (subject) => `${subject} must contain text only, no elements.`],
];

function describeFinding(subject: Subject, body: string): string {
  if (body.startsWith('No matching global declaration')) {
    const namespace = subject.namespace === undefined ? 'without a namespace' : `in the namespace ${subject.namespace}`;
    return `The schema does not know a document that begins with ${subject.element ?? 'this element'} ${namespace}.`;
  }
  const named = subject.attribute === undefined ? subject.element : `${subject.attribute} of ${subject.element ?? ''}`;
  for (const [pattern, wording] of wordings) {
    const match = pattern.exec(body);
    if (match) return wording(named ?? 'The document', match.slice(1));
  }
  return `${named === undefined ? '' : `${named}: `}${body.replaceAll(/\{[^}]*\}/g, '')}`;
}

function lengthRule(relation: string | undefined): string {
  if (relation === 'exceeds') return 'at most';
  return relation === 'underruns' ? 'at least' : 'exactly';
}

/** Control characters are data from outside and never reach a screen or log. */
function quote(value: string): string {
  const clean = value.replaceAll(/\p{Cc}+/gu, ' ');
  return clean.length > longestValue ? `"${clean.slice(0, longestValue)}…"` : `"${clean}"`;
}

function names(expected: string): string {
  return expected
    .split(', ')
    .map((name) => (name.startsWith('##') ? 'any other element' : name.replace(/\{[^}]*\}/, '')))
    .join(', ');
}

const expectedForms: Readonly<Record<string, string>> = {
  'xs:date': 'a date such as 2026-11-23 is expected',
  'xs:dateTime': 'a date and time such as 2026-11-23T10:00:00 is expected',
  'xs:boolean': 'true or false is expected',
  'xs:integer': 'a whole number is expected',
  'xs:int': 'a whole number is expected',
  'xs:positiveInteger': 'a whole number above zero is expected',
  'xs:decimal': 'a number such as 1250.50 is expected',
  'xs:double': 'a number such as 1250.50 is expected',
  'xs:float': 'a number such as 1250.50 is expected',
};

function expectation(type: string | undefined): string {
  if (type === undefined) return '';
  const name = type.replace(/\{[^}]*\}/, '');
  const form = expectedForms[name] ?? `a value of the type ${name} is expected`;
  return `; ${form}`;
}
