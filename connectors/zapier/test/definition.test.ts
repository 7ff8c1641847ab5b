import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import app from '../src/index.ts';
import { command } from './zapier.ts';

test('Zapier finds no fault in the definition', async () => {
  assert.deepEqual(await command('validate'), []);
});

test('every drop-down has its hidden trigger, and only what a person shall see is visible', () => {
  const keys = Object.keys(app.triggers);
  const text = JSON.stringify(app);
  for (const [, key = ''] of text.matchAll(/"dynamic":"([^."]+)\./g)) assert.ok(keys.includes(key), key);
  const visible = Object.values(app.triggers).filter(({ display }) => display.hidden !== true);
  assert.deepEqual(visible.map(({ key }) => key).sort(), [
    ...['event', 'export_failed', 'property_set', 'record_created', 'record_status', 'record_updated'],
  ]);
});

test('the version is that of the package, and the platform that which it depends on', () => {
  const { version, dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  assert.deepEqual([app.version, app.platformVersion], [version, dependencies['zapier-platform-core']]);
});
