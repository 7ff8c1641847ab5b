import { parseDocument } from 'yaml';
import { refuse } from '../errors.ts';
import { configured, decodeUtf8 } from './read-body.ts';

/** As deep as a body of JSON may be. */
const mostLevels = 64;

/** A body of YAML as plain data, as `gangway apply` reads files; undefined for an empty one. Names that come twice and aliases that multiply are refused. */
export function readYaml(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  const value = parse(decodeUtf8(bytes));
  if (depthOf(value, 0) > mostLevels) refuse('invalid-body', `The body is nested deeper than ${mostLevels} levels.`);
  return configured(value);
}

function parse(text: string): unknown {
  try {
    const document = parseDocument(text, { prettyErrors: true });
    const [fault] = document.errors;
    if (fault === undefined) return document.toJS({ maxAliasCount: 100 });
    const [message = ''] = fault.message.split(/ at line |\n/);
    const { line = 1, col: column = 1 } = fault.linePos?.[0] ?? {};
    const sentence = `The body cannot be read as YAML: line ${line}, column ${column}: ${message}.`;
    return refuse('invalid-body', sentence, [{ message: `${message}.`, line, column }]);
  } catch (cause) {
    // Aliases of aliases, and brackets within brackets by the thousand.
    if (cause instanceof ReferenceError || cause instanceof RangeError)
      return refuse(
        'invalid-body',
        'The body cannot be read as YAML: it is nested too deeply, or repeats itself too often.',
      );
    throw cause;
  }
}

function depthOf(value: unknown, level: number): number {
  if (typeof value !== 'object' || value === null || level > mostLevels) return level;
  return Object.values(value).reduce((deepest: number, item) => Math.max(deepest, depthOf(item, level + 1)), level);
}
