import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Fault } from '../errors.ts';
import { checkFields } from './check-fields.ts';
import { checkProcesses } from './check-process.ts';
import { checkReferences, type DefinitionSurroundings } from './check-references.ts';
import { definitionSchema } from './definition-schema.ts';
import { defaultEntities } from './defaults/index.ts';
import { pathOfPointer } from './field-path.ts';
import { compileField } from './field-validator.ts';
import { kindOf } from './entity-kind.ts';
import { isPlainObject } from './read-input.ts';
import { layOver } from './resolve-definitions.ts';
import { didYouMean } from './suggest.ts';
import type { EntityDefinition } from './types.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
const validate = ajv.compile(definitionSchema);

/** Every fault of a body of kind `entities`, each with its path in the body (`types.INVOICE.SALES.process`), before it is saved. */
export function checkDefinition(body: unknown, surroundings: DefinitionSurroundings): Fault[] {
  if (!isPlainObject(body)) return [{ message: 'An entity is an object with at least its name.' }];
  const base = defaultEntities.find(({ name }) => name === body['name']);
  const definition = layOver(base, body);
  if (!validate(definition)) return (validate.errors ?? []).flatMap(shapeFault).slice(0, 100);
  const faults = [
    ...checkName(definition.name),
    ...checkFields(definition),
    ...checkProcesses(definition, surroundings.groups),
    ...checkReferences(definition, surroundings),
  ];
  return faults.length > 0 ? faults : compileFaults(definition);
}

function checkName(name: string): Fault[] {
  if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) {
    const message = `"${name}" cannot be an entity's name: it stands in addresses, so it has letters and digits and begins with a small letter.`;
    return [{ path: 'name', message }];
  }
  return name === 'views' ? [{ path: 'name', message: '"views" is an address of its own; choose another name.' }] : [];
}

/** The last net: what the checks before let through and the validator still refuses. */
function compileFaults(definition: EntityDefinition): Fault[] {
  const types = [null, ...Object.keys(definition.types ?? {})];
  const faults = new Map<string, Fault>();
  for (const kind of types.map((type) => kindOf(definition, type))) {
    for (const [name, schema] of Object.entries(kind.fields)) {
      try {
        compileField(schema);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        faults.set(name, {
          path: `fields.${name}`,
          message: `The schema of "${name}" is not valid: ${error.message}.`,
        });
      }
    }
  }
  return [...faults.values()];
}

function shapeFault(error: ErrorObject): Fault[] {
  const path = pathOfPointer('', error.instancePath, () => true).replace(/^\./, '');
  const within = path === '' ? '' : ` in "${path}"`;
  switch (error.keyword) {
    case 'additionalProperties': {
      const given = String(error.params['additionalProperty']);
      const known: unknown = error.parentSchema?.['properties'];
      const names = isPlainObject(known) ? Object.keys(known) : [];
      return [{ path, message: `There is no "${given}"${within}.${didYouMean(given, names)}` }];
    }
    case 'required': {
      const missing = String(error.params['missingProperty']);
      return [{ path: path === '' ? missing : `${path}.${missing}`, message: `"${missing}" is missing${within}.` }];
    }
    case 'enum': {
      const allowed = (Array.isArray(error.params['allowedValues']) ? error.params['allowedValues'] : []).map(String);
      const hint = didYouMean(String(error.data), allowed) || ` It can be ${allowed.join(', ')}.`;
      return [{ path, message: `"${path}" cannot be ${JSON.stringify(error.data)}.${hint}` }];
    }
    case 'anyOf':
      return [{ path, message: `"${path}" has another shape than expected here.` }];
    default:
      return [{ path, message: `"${path}" ${error.message ?? 'is not valid'}.` }];
  }
}
