import { useMemo } from 'react';
import type { Texts } from '../../texts/catalogue.ts';
import { type Language, useLanguage, useTexts } from '../../texts/language.ts';
import { type Entity, useEntities } from './data/use-entities.ts';
import { entitiesCs, fieldsCs, fieldsOfCs, statusesCs, typesCs, viewsCs, workStatusesCs } from './names.cs.ts';
import type { recordEn } from './texts.en.ts';
import { recordTexts } from './texts.ts';

export interface Names {
  readonly view: (view: { readonly name: string; readonly title: string }) => string;
  readonly entity: (entity: string) => string;
  readonly type: (entity: string, type: string) => string;
  readonly status: (entity: string, status: string) => string;
  /** `label`: as the server calls it, for fields that the unit has added. */
  readonly field: (entity: string, path: string, label?: string) => string;
  /** Of a choice: `EXT.READY`. */
  readonly choice: (value: string) => string;
}

/** Names of views, types, statuses and fields for people: the unit's own, and the built-in ones in the language of the person. */
export function useNames(): Names {
  const [language] = useLanguage();
  const entities = useEntities();
  const texts = useTexts(recordTexts);
  return useMemo(() => namesOf(language, entities, texts), [language, entities, texts]);
}

function namesOf(language: Language, entities: readonly Entity[], texts: Texts<typeof recordEn>): Names {
  const titled = (entity: string): Entity | undefined => entities.find(({ name }) => name === entity);
  const pick = (czech: string | undefined, own: string): string => (language === 'cs' ? (czech ?? own) : own);
  return {
    view: ({ name, title }) => pick(viewsCs[name], title),
    entity: (entity) => pick(entitiesCs[entity], titled(entity)?.title ?? entity),
    type: (entity, type) => pick(typesCs[type], titled(entity)?.types[type] ?? type),
    status: (entity, status) => {
      const czech = entity === 'documents' ? statusesCs[status] : (workStatusesCs[status] ?? statusesCs[status]);
      return pick(czech, titled(entity)?.statuses[status] ?? status);
    },
    field: (entity, path, label) => {
      const last = path.split(/[.[\]]+/).at(-1) ?? path;
      // The server puts what a field stands in before its own name: "Lines: Unit price".
      const own = label
        ?.split(': ')
        .slice(path.startsWith('properties.') ? 1 : 0)
        .join(': ')
        .replace(/^.*: (?=[A-Z])/, '')
        // Explanations behind the name: "Exchange rate: home currency for one unit of the currency".
        .replace(/: [a-z].*$/, '');
      return pick(
        fieldsOfCs[entity]?.[path] ?? fieldsCs[path] ?? (path.includes('[]') ? fieldsCs[last] : undefined),
        own ?? spoken(last),
      );
    },
    choice: (value) =>
      Object.hasOwn(texts.choices, value) ? texts.choices[value as keyof typeof texts.choices] : value,
  };
}

/** `taxPointOn` as words: "Tax point on". */
function spoken(name: string): string {
  const words = name
    .replace(/Ids?$/, '')
    .replaceAll(/([a-z\d])([A-Z])/g, (_all, one: string, next: string) => `${one} ${next.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
