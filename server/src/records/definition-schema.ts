import { durationPattern } from '../configuration/duration.ts';

/**
 * The shape of an entity's configuration as JSON Schema (2020-12): what a body may hold before it is laid over the built-in entity. null removes
 * what the built-in one has. What the names in it refer to is judged by check-definition.
 */
const name = { type: 'string', minLength: 1, maxLength: 80 };
const duration = { type: 'string', pattern: durationPattern };
const names = { type: 'array', items: name, maxItems: 500 };
const title = { type: 'string', maxLength: 200 };
const scalar = { type: ['string', 'number', 'boolean'] };

function map(values: object): object {
  return { type: 'object', additionalProperties: values };
}

function shape(properties: object, required: readonly string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const fieldSchemaSchema: object = shape(
  {
    type: { enum: ['string', 'integer', 'number', 'boolean', 'object', 'array'] },
    title,
    description: { type: 'string', maxLength: 2_000 },
    format: { type: 'string' },
    enum: { type: 'array', items: { type: ['string', 'number'] }, minItems: 1, maxItems: 1_000 },
    pattern: { type: 'string', maxLength: 200 },
    minimum: { type: 'number' },
    maximum: { type: 'number' },
    minLength: { type: 'integer', minimum: 0 },
    maxLength: { type: 'integer', minimum: 0, maximum: 100_000 },
    minItems: { type: 'integer', minimum: 0 },
    maxItems: { type: 'integer', minimum: 0, maximum: 10_000 },
    uniqueItems: { type: 'boolean' },
    properties: map({ $ref: '#/$defs/field' }),
    required: names,
    additionalProperties: { anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/field' }] },
    items: { $ref: '#/$defs/field' },
    default: scalar,
    readOnly: { type: 'boolean' },
  },
  ['type'],
);

const step = shape({ title, groups: names, when: { type: 'string' }, differentPerson: { type: 'boolean' } });

const transition = shape(
  {
    from: { anyOf: [name, { ...names, minItems: 1 }] },
    except: names,
    to: name,
    groups: { ...names, minItems: 1 },
    administrators: { type: 'boolean' },
    when: { type: 'string' },
    message: { type: 'string', maxLength: 500 },
    steps: { type: 'array', items: step, minItems: 1, maxItems: 20 },
  },
  ['from', 'to'],
);

const fields = map({ $ref: '#/$defs/field' });

/** The whole entity, after it was laid over the built-in one. */
export const definitionSchema = {
  $defs: { field: fieldSchemaSchema },
  ...shape(
    {
      name,
      title: { ...title, minLength: 1 },
      fields,
      required: names,
      parts: map(shape({ fields, required: names, computed: { enum: ['amounts', 'invoice'] } }, ['fields'])),
      types: map(
        shape({ title, parts: names, process: name, series: map(name), required: names, defaults: map(scalar) }),
      ),
      defaultType: name,
      properties: fields,
      processes: map(
        shape(
          {
            initial: name,
            statuses: { ...map(shape({ title, locked: names, sets: map(scalar) })), minProperties: 1 },
            transitions: { type: 'array', items: transition, maxItems: 500 },
          },
          ['initial', 'statuses', 'transitions'],
        ),
      ),
      process: name,
      series: map(
        shape({ pattern: { type: 'string' }, drawAt: name, dateField: name, start: { type: 'integer', minimum: 0 } }, [
          'pattern',
        ]),
      ),
      registration: name,
      relations: map(shape({ field: name, entity: name }, ['field', 'entity'])),
      unique: names,
      writeBack: names,
      relatedFields: names,
      restricted: map({ ...names, minItems: 1 }),
      rounding: shape({
        vat: { enum: ['rate', 'line'] },
        mode: { enum: ['half-up', 'half-even'] },
        cash: map({ type: 'string', pattern: '^[0-9]+([.][0-9]+)?$' }),
      }),
      attendance: shape({
        forgottenAfter: duration,
        forgottenHours: { type: 'number', minimum: 0, maximum: 24 },
        repeatWithin: duration,
        toggleRepeatWithin: duration,
        clockAhead: duration,
      }),
    },
    ['name', 'title', 'fields'],
  ),
};
