import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importFaults, importsOf } from './import-order.ts';

const root = fileURLToPath(new URL('../server/src', import.meta.url));

function sources(): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(root, file), readFileSync(file, 'utf8')]));
}

function importsIn(files: ReadonlyMap<string, string>) {
  return new Map([...files].map(([file, source]) => [file, importsOf(file, source)]));
}

describe('the import order of the server', () => {
  test('holds in every file, types included, without a circle', () => {
    expect(importFaults(importsIn(sources()))).toEqual([]);
  });

  test('is seen to be broken by one planted import that goes upwards', () => {
    const files = sources();
    const planted = `${files.get('errors.ts') ?? ''}\nimport type { Caller } from './access/caller.ts';`;
    expect(importFaults(importsIn(new Map([...files, ['errors.ts', planted]])))).toContain(
      'server/src/errors.ts imports access/caller.ts: errors stands below access and may not know it.',
    );
  });

  test('finds imports sideways, circles, parts without a place, and every way to write an import', () => {
    const imports = importsIn(
      new Map([
        ['triggers/a.ts', `import { x } from './b.ts';\nexport type * from "./b.ts";`],
        ['triggers/b.ts', `const a = await import('./a.ts');`],
        ['deliveries/d.ts', `import '../inbound/i.ts';`],
        ['inbound/i.ts', ''],
        ['utilities/u.ts', `import { refuse } from '../errors.ts';\nimport fs from 'node:fs';`],
        ['errors.ts', ''],
      ]),
    );
    expect(importFaults(imports)).toEqual([
      'server/src/utilities has no place in the import order: add it to test/import-order.ts.',
      'server/src/deliveries/d.ts imports inbound/i.ts: deliveries stands beside inbound and may not know it.',
      'These files import one another in a circle: triggers/a.ts -> triggers/b.ts -> triggers/a.ts.',
    ]);
  });
});
