import type { Compiled, NodeCompiler } from './compiled.ts';
import { unusable } from './compiled.ts';
import { Decimal } from './decimal.ts';
import type { Environment } from './environment.ts';
import { TEXT } from './environment.ts';
import type { Frame } from './frame.ts';
import { stop } from './frame.ts';
import { quoted } from './quoted-data.ts';
import type { Place } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import type { CallNode } from './syntax.ts';
import type { Value } from './types.ts';
import { LEFT_OUT, scalarOf, textOf } from './values.ts';

/**
 * dict(key, 'name', default). The name is a literal, because the versions of a template's dictionaries are kept with every message. A
 * key that is missing, or null, without a default stops the message: what would be booked wrongly must not pass silently.
 */
export function compileDictionary(compiler: NodeCompiler, node: CallNode, environment: Environment): Compiled {
  const place = compiler.placeOf(node);
  const [key, name, fallback] = node.arguments.map((argument) => compiler.compile(argument, environment));
  if (key === undefined || name === undefined) return unusable(place);
  const dictionary = name.literal?.value;
  if (typeof dictionary !== 'string') {
    compiler.report('wrong-arguments', "Name the dictionary as a text in quotes: dict('vat').", name.place);
    return unusable(place);
  }
  compiler.useDictionary(dictionary);
  const known = compiler.scope.dictionaries;
  if (known !== undefined && !known.includes(dictionary)) {
    compiler.report(
      'unknown-dictionary',
      `There is no dictionary "${dictionary}".${didYouMean(dictionary, known)}`,
      name.place,
    );
  }
  return {
    shape: fallback === undefined ? TEXT : { type: { kind: 'any' } },
    place,
    literal: undefined,
    evaluate: (frame) => {
      const value = key.evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      const entry = entryOf(frame, dictionary, value, place);
      if (entry !== undefined) return entry;
      return fallback === undefined ? missing(value, dictionary, key) : fallback.evaluate(frame);
    },
  };
}

function entryOf(frame: Frame, dictionary: string, key: Value, place: Place): string | undefined {
  const { dictionaries } = frame.run;
  const entries =
    dictionaries !== undefined && Object.hasOwn(dictionaries, dictionary) ? dictionaries[dictionary] : undefined;
  if (entries === undefined) return stop('unknown-dictionary', `There is no dictionary "${dictionary}".`, place);
  const scalar = scalarOf(key);
  if (scalar === null || scalar === undefined) return undefined;
  const name = scalar instanceof Decimal ? scalar.dropZeros().toString() : textOf(scalar, place);
  if (name.length > 64) frame.charge(name.length >> 6, place);
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function missing(value: Value, dictionary: string, key: Compiled): never {
  const scalar = scalarOf(value);
  if (scalar === null || scalar === undefined) {
    const subject = key.shape.path ?? 'the value';
    const message = `There is nothing to translate with the dictionary "${dictionary}": ${subject} is empty. Fill it in, or give a default: dict('${dictionary}', '...').`;
    return stop('missing-translation', message, key.place);
  }
  const name = scalar instanceof Decimal ? scalar.dropZeros().toString() : textOf(scalar, key.place);
  const message = `The dictionary "${dictionary}" has no entry for "${quoted(name)}". Add it there, or give a default: dict('${dictionary}', '...').`;
  return stop('missing-translation', message, key.place);
}
