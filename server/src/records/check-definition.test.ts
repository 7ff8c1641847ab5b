import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkDefinition } from './check-definition.ts';
import { defaultEntities } from './defaults/index.ts';
import { defaultGroups } from '../access/groups.ts';
import { isPlainObject } from './read-input.ts';

const surroundings = {
  entities: [...defaultEntities.map(({ name }) => name), 'assets'],
  groups: defaultGroups.map(({ name }) => name),
};
const faultsOf = (body: unknown): string[] =>
  checkDefinition(body, surroundings).map(({ path, message }) => `${path ?? ''}: ${message}`);

describe('checkDefinition', () => {
  it.each(defaultEntities.map(({ name }) => name))('finds nothing in the built-in %s', (name) => {
    expect(faultsOf({ name })).toEqual([]);
  });

  it('takes a body that only adds to a built-in entity', () => {
    expect(
      faultsOf({
        name: 'documents',
        properties: { costCentre: { type: 'string', maxLength: 20 }, accountingNumber: null },
        types: {
          'INVOICE.SALES.EXPORT': {
            parts: ['amounts', 'invoice'],
            process: 'invoice',
            series: { number: 'invoice-sales' },
          },
        },
        rounding: { vat: 'line', cash: { CZK: '1' } },
      }),
    ).toEqual([]);
  });

  it('takes a new entity', () => {
    const body = {
      name: 'assets',
      title: 'asset',
      fields: {
        name: { type: 'string' },
        price: { type: 'string', format: 'decimal' },
        companyId: { type: 'integer' },
      },
      required: ['name'],
      relations: { company: { field: 'companyId', entity: 'companies' } },
      series: { assets: { pattern: 'A-{0000}' } },
      registration: 'assets',
    };
    expect(faultsOf(body)).toEqual([]);
  });

  it('takes the example of docs/records.md', async () => {
    const page = await readFile(new URL('../../../docs/records.md', import.meta.url), 'utf8');
    const file: unknown = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
    const entities = isPlainObject(file) && Array.isArray(file['entities']) ? file['entities'] : [];
    expect(entities).toHaveLength(2);
    const names = { ...surroundings, entities: [...surroundings.entities, 'vehicles'] };
    expect(entities.flatMap((body: unknown) => checkDefinition(body, names))).toEqual([]);
  });

  it('tells every fault at once, each with its path', () => {
    const faults = faultsOf({
      name: 'documents',
      fields: {
        status: { type: 'string' },
        'odd name': { type: 'string' },
        code: { type: 'string', pattern: '^(a+)+$' },
        kind: { type: 'string', format: 'dat' },
        size: { type: 'integer', pattern: 'x' },
        parts: { type: 'array' },
      },
      required: ['compnayId'],
      types: { 'INVOICE.SALES': { process: 'invoise', series: { number: 'nowhere' } } },
      series: { documents: { pattern: '{yyyy}-{q}' } },
      processes: {
        invoice: {
          initial: 'OPNE',
          transitions: [
            { from: 'OPEN', to: 'APROVED', groups: ['Aprovers'], when: 'input.total >' },
            { from: ['OPEN'], except: ['PAID'], to: 'PAID' },
          ],
        },
      },
      relations: { agency: { field: 'name', entity: 'agency' } },
      writeBack: ['properties', 'acl', 'companyId', 'nothing'],
      restricted: { total: ['Nobody'] },
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        'fields.status: Every record has a "status" of its own; choose another name.',
        expect.stringMatching(/^fields\["odd name"\]: "odd name" cannot be a name here/),
        expect.stringMatching(/^fields\.code: The pattern .* could take for ever\.$/),
        'fields.kind: There is no format "dat". Did you mean "date"?',
        'fields.size: "pattern" does not fit type integer; it is for string.',
        'fields.parts: A list needs "items": the schema of what it holds.',
        'required: There is no field "compnayId". Did you mean "companyId"?',
        'types["INVOICE.SALES"].process: There is no process "invoise". Did you mean "invoice"?',
        expect.stringMatching(/^types\["INVOICE.SALES"\]\.series: There is no series "nowhere"/),
        expect.stringMatching(/^series\.documents\.pattern: /),
        'processes.invoice.initial: There is no status "OPNE". Did you mean "OPEN"?',
        'processes.invoice.transitions[0].to: There is no status "APROVED". Did you mean "APPROVED"?',
        'processes.invoice.transitions[0].groups: There is no group "Aprovers". Did you mean "Approvers"?',
        expect.stringMatching(/^processes\.invoice\.transitions\[0\]\.when: /),
        'processes.invoice.transitions[1].except: "except" goes with from: "*".',
        'relations.agency.field: "name" must hold an id or a list of ids (type integer).',
        expect.stringMatching(/^relations\.agency\.entity: There is no entity "agency"/),
        'writeBack[1]: An answer never writes "acl".',
        'writeBack[2]: An answer never writes "companyId".',
        expect.stringMatching(/^writeBack\[3\]: There is no field "nothing"/),
        expect.stringMatching(/^restricted\.total: There is no group "Nobody"/),
      ]),
    );
  });

  it('judges the shape before anything else', () => {
    expect(faultsOf({ name: 'documents', propertys: {}, fields: { a: { type: 'text' } } })).toEqual([
      ': There is no "propertys". Did you mean "properties"?',
      'fields.a.type: "fields.a.type" cannot be "text". It can be string, integer, number, boolean, object, array.',
    ]);
    expect(faultsOf({ name: 'assets' })).toEqual(['title: "title" is missing.']);
    expect(faultsOf('documents')).toEqual([': An entity is an object with at least its name.']);
  });

  it.each(['views', 'Assets', 'my-assets', ''])('refuses the name "%s"', (name) => {
    expect(faultsOf({ name, title: 'x', fields: {} })[0]).toMatch(/^name: /);
  });

  it.each(['(a|aa)+', '(x*)*', '((ab)+c)*', '(', '(?<=a)b', '(a)\\1'])('refuses the pattern %s', (pattern) => {
    expect(faultsOf({ name: 'documents', fields: { code: { type: 'string', pattern } } })[0]).toMatch(
      /^fields.code: The pattern/,
    );
  });
});
