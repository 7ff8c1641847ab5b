import { expect, test } from 'vitest';
import { partsOf, readFile } from './read-file.ts';

const text = `connections:
  - name: accounting
    url: http://10.0.0.1
templates:
  - name: invoice
    format: json
    body: |
      {
        "number": "\${input.nummer}"
      }
`;

test('a fault that the server has found stands at its line of the text, in a template at the line of the template', () => {
  const { place, value, faults } = readFile(text);
  expect(faults).toEqual([]);
  expect(value).toMatchObject({ connections: [{ name: 'accounting' }] });
  expect(place({ path: 'connections[0].url', message: 'private' })).toMatchObject({ line: 3 });
  expect(place({ path: 'templates[0].body', line: 2, column: 17, message: 'no such field' })).toEqual({
    line: 9,
    column: 17,
    message: 'no such field',
  });
});

test('a field that is missing is told where its object stands, and what has no place at the beginning', () => {
  const { place } = readFile(text);
  expect(place({ path: 'connections[0].authentication.kind', message: 'missing' })).toMatchObject({ line: 2 });
  expect(place({ message: 'all of it' })).toMatchObject({ line: 1 });
  expect(partsOf('connections["a.b"].deliver[2].template')).toEqual(['connections', 'a.b', 'deliver', 2, 'template']);
});

test('what cannot be read says where', () => {
  const { faults, value } = readFile('connections:\n  - name: a\n   url: b\n');
  expect(value).toBeUndefined();
  expect(faults[0]?.line).toBeGreaterThan(1);
});
