import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cliGenerator } from './generate-cli.ts';
import { configurationGenerator } from './generate-configuration.ts';
import { consoleOperationsGenerator } from './generate-console-operations.ts';
import { entitiesGenerator } from './generate-entities.ts';
import { errorsGenerator } from './generate-errors.ts';
import { openapiGenerator } from './generate-openapi.ts';
import { schemaGenerator } from './generate-schema.ts';
import { sdkTypesGenerator } from './generate-sdk-types.ts';
import type { Generator } from './generator.ts';

/** Every generated file of the repository; each generator stands in a file of its own beside this one. */
const generators: readonly Generator[] = [
  errorsGenerator,
  configurationGenerator,
  cliGenerator,
  entitiesGenerator,
  openapiGenerator,
  sdkTypesGenerator,
  consoleOperationsGenerator,
  schemaGenerator,
];

/** Writes the generated files; with --check only compares, names those that are stale and exits 1. */
const root = new URL('../../', import.meta.url);
const check = process.argv.includes('--check');
const stale: string[] = [];

for (const generator of generators) {
  const file = fileURLToPath(new URL(generator.path, root));
  const text = await generator.generate();
  if (text === (await readFile(file, 'utf8').catch(() => undefined))) continue;
  stale.push(generator.path);
  if (check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

for (const path of stale) console.log(check ? `${path} is stale` : `${path} written`);
if (check && stale.length > 0) {
  console.log('Run `npm run generate` and commit the result.');
  process.exitCode = 1;
}
