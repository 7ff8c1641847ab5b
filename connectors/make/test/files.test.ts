import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { pathsOf } from './iml.ts';
import { type Component, manifest, readJson, readText } from './make-app.ts';
import * as schemas from './schemas.ts';

const ajv = new Ajv({ strict: false, allErrors: true, schemas: [schemas.parameter] });
function faultsIn(path: string, schema: object): string[] {
  const validate = ajv.compile(schema);
  return validate(readJson(path))
    ? []
    : (validate.errors ?? []).map(({ instancePath, message = '' }) => `${path} ${instancePath} ${message}`);
}

const of = (kind: keyof typeof manifest.components): [string, Component][] => Object.entries(manifest.components[kind]);
const filesOf = ({ codeFiles }: Component): [string, string][] =>
  Object.entries(codeFiles).flatMap(([file, path]) => (path === null ? [] : [[file, path] as [string, string]]));

/** Which schema each file of a component has. */
function schemaOf(kind: string, { moduleType = '' }: Component, file: string): object {
  if (file === 'samples') return schemas.samples;
  if (file === 'attach') return schemas.attach;
  if (file === 'detach') return schemas.detach;
  if (file !== 'communication') return schemas.parameters;
  if (kind === 'connection') return schemas.connection;
  if (kind === 'rpc') return schemas.remoteProcedure;
  if (kind === 'webhook') return schemas.webhook;
  if (moduleType === 'instant_trigger') return schemas.nothing;
  return moduleType === 'search' ? schemas.search : schemas.action;
}
const kinds = ['connection', 'module', 'rpc', 'webhook'] as const;

describe('the files of the app', () => {
  test('fit their schemas, every one', () => {
    const faults = [
      ...faultsIn('makecomapp.json', schemas.manifest),
      ...faultsIn('general/base.iml.json', schemas.base),
      ...faultsIn('general/groups.json', schemas.groups),
      ...kinds.flatMap((kind) =>
        of(kind).flatMap(([, one]) =>
          filesOf(one).flatMap(([file, path]) => faultsIn(path, schemaOf(kind, one, file))),
        ),
      ),
    ];
    assert.deepEqual(faults, []);
  });

  test('are all named in makecomapp.json, and all that it names are there', () => {
    const named = kinds.flatMap((kind) => of(kind).flatMap(([, one]) => filesOf(one).map(([, path]) => path)));
    const found = ['connections', 'modules', 'rpcs', 'webhooks'].flatMap((folder) =>
      readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${folder}/${entry.parentPath.split('/').at(-1) ?? ''}/${entry.name}`),
    );
    assert.deepEqual(named.toSorted(), found.toSorted());
    for (const path of Object.values(manifest.generalCodeFiles)) {
      if (path !== null) assert.ok(existsSync(new URL(`../${path}`, import.meta.url)), path);
    }
  });

  test('name remote procedures, webhooks, connections and modules that there are, and leave none out', () => {
    const texts = kinds
      .flatMap((kind) => of(kind).flatMap(([, one]) => filesOf(one).map(([, path]) => readText(path))))
      .join('\n');
    const used = [...new Set(Array.from(texts.matchAll(/rpc:\/\/(\w+)/g), ([, name = '']) => name))];
    assert.deepEqual(
      used.toSorted(),
      of('rpc')
        .map(([name]) => name)
        .toSorted(),
    );
    const webhooks = of('module').flatMap(([, { webhook }]) => webhook ?? []);
    assert.deepEqual(
      webhooks.toSorted(),
      of('webhook')
        .map(([name]) => name)
        .toSorted(),
    );
    for (const kind of ['module', 'rpc', 'webhook'] as const)
      for (const [, one] of of(kind)) assert.equal(one.connection, 'gangway');
    const grouped = readJson<{ modules: string[] }[]>('general/groups.json').flatMap(({ modules }) => modules);
    assert.deepEqual(
      grouped.toSorted(),
      of('module')
        .map(([name]) => name)
        .toSorted(),
    );
  });

  test('have no fault in an expression, and use nothing but what Make gives them there', () => {
    const known: Record<string, string[]> = {
      connection: ['parameters', 'body', 'statusCode'],
      module: ['connection', 'parameters', 'body', 'item', 'headers', 'statusCode'],
      rpc: ['connection', 'parameters', 'body', 'item', 'webhook'],
      webhook: ['connection', 'parameters', 'body', 'headers', 'webhook'],
    };
    for (const kind of kinds) {
      for (const [name, one] of of(kind)) {
        for (const [, path] of filesOf(one)) {
          const heads = pathsOf(readText(path)).map((each) => each.split('.')[0] ?? '');
          assert.deepEqual(
            heads.filter((head) => known[kind]?.includes(head) !== true),
            [],
            `${kind} ${name}: ${path}`,
          );
        }
      }
    }
  });

  test('use no parameter that the form of the module does not have', () => {
    for (const [name, one] of of('module')) {
      const files = new Map(filesOf(one));
      const form = ['staticParams', 'mappableParams']
        .flatMap((file) => files.get(file) ?? [])
        .map(readText)
        .join('');
      const names = new Set(Array.from(form.matchAll(/"name": "(\w+)"/g), ([, found = '']) => found));
      const used = pathsOf(readText(files.get('communication') ?? '')).filter((path) => path.startsWith('parameters.'));
      const missing = used
        .map((path) => path.split('.')[1] ?? '')
        .filter((each) => !names.has(each) && !(each === 'record' && /rpc:\/\/record\w*Form/.test(form)));
      assert.deepEqual(missing, [], name);
    }
  });

  test('show samples whose fields the interface has', () => {
    for (const [name, one] of of('module')) {
      const files = new Map(filesOf(one));
      const fields = readJson<(string | { name: string })[]>(files.get('interface') ?? '');
      if (fields.some((field) => typeof field === 'string')) continue;
      const names = fields.map((field) => (typeof field === 'string' ? field : field.name));
      assert.deepEqual(
        Object.keys(readJson(files.get('samples') ?? '')).filter((key) => !names.includes(key)),
        [],
        name,
      );
    }
  });
});

test('a schema refuses a type that Make does not have, and a call to another host', () => {
  const isParameters = ajv.compile(schemas.parameters);
  assert.equal(isParameters([{ name: 'a', label: 'A', type: 'text' }]), true);
  assert.equal(isParameters([{ name: 'a', label: 'A', type: 'string' }]), false);
  const isAction = ajv.compile(schemas.action);
  const call = { method: 'GET', response: { output: '{{body}}' } };
  assert.equal(isAction({ ...call, url: '/api/v1/me' }), true);
  assert.equal(isAction({ ...call, url: 'https://elsewhere.example/{{parameters.url}}' }), false);
  assert.equal(isAction({ ...call, url: '{{parameters.url}}' }), false);
});
