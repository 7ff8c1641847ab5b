import { compileText, type FieldType, type TextTemplate } from '@gangway/language';
import { type Connection, connectionDefaults } from '../connections/connection.ts';
import { messageScope, type NamedText } from '../templates/compile-message-template.ts';
import type { CompiledConnection } from './compose-message.ts';

/** What a connection brings to every message that goes through it. */
export interface OwnTexts {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export function ownTextsOf({ url, method, headers = {}, query = {} }: Connection): OwnTexts {
  return { url, method: method ?? connectionDefaults.method, headers, query };
}

const any: FieldType = { kind: 'any' };

export function compileOwnTexts(
  own: OwnTexts,
): { ok: true; value: CompiledConnection } | { ok: false; reason: string } {
  const faults: string[] = [];
  const compile = (part: 'headers' | 'query'): NamedText[] =>
    Object.entries(own[part]).flatMap(([name, source]): { name: string; text: TextTemplate }[] => {
      // Dictionaries are pinned with the message; which of them exist is seen when it is rendered.
      const { dictionaries: _unchecked, ...open } = messageScope(any, []);
      const outcome = compileText(source, open, { encode: part === 'headers' ? 'header' : 'none' });
      if (outcome.ok) return [{ name, text: outcome.value }];
      faults.push(...outcome.problems.map(({ message }) => `${part}.${name}: ${message}`));
      return [];
    });
  const value = { url: own.url, method: own.method, headers: compile('headers'), query: compile('query') };
  return faults.length > 0 ? { ok: false, reason: faults.join(' ') } : { ok: true, value };
}
