import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram, runProgram } from './program.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function programTo(lines: { out: string[]; err: string[] }) {
  const terminal = {
    out: (text: string) => void lines.out.push(text),
    err: (text: string) => void lines.err.push(text),
  };
  return { terminal, program: createProgram({ terminal, version: '1.2.3', start: () => Promise.resolve() }) };
}

async function run(...words: string[]): Promise<Ran> {
  const lines = { out: [] as string[], err: [] as string[] };
  const { program, terminal } = programTo(lines);
  const code = await runProgram(program, words, terminal);
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

function commandsOf(program: Command, above: readonly string[] = []): string[][] {
  return program.commands.flatMap((child) => {
    const names = [...above, child.name()];
    return [names, ...commandsOf(child, names)];
  });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
const write = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};
/** A port on which nobody listens: what goes wrong before the server is asked must not end there. */
const nowhere = ['--url', 'http://127.0.0.1:1', '--token', 'x'];

test('an address that is none ends before anybody is asked', async () => {
  const { code, err } = await run('export', '--url', 'nonsense', '--token', 'x');
  expect([code, err]).toEqual([2, '--url is not an address such as https://gangway.example.com.']);
});

describe('help', () => {
  const all = commandsOf(programTo({ out: [], err: [] }).program);

  test.each(all.map((names) => [names.join(' '), names] as const))(
    'of %s says what it does, with examples',
    async (_title, names) => {
      const { code, out } = await run(...names, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Usage: gangway ${names.join(' ')}`);
      if (names.join() !== 'token') expect(out).toMatch(/Examples:\n {2}\$ /);
    },
  );

  test('of the program names every command and every exit code', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const [name = ''] of all) expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    expect(out).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /);
  });

  test('stands in docs/cli.md', async () => {
    const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
    for (const names of all.filter(([name, second]) => name !== 'token' || second !== undefined))
      expect(page).toContain(`## gangway ${names.join(' ')}\n`);
  });

  test('the version is printed', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3', err: '' });
  });
});

describe('a command line that is wrong ends with 2 and says why', () => {
  test.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['apply'], /missing required argument 'file'/],
    [['export', '--format', 'xml'], /Allowed choices are yaml, json/],
    [['preview', 'invoice', '--id', 'x'], /whole number/],
    [['preview', 'invoice'], /--id or --registration/],
    [['preview'], /Name a template, or an API definition/],
    [['preview', 'invoice', '--definition', 'gate'], /Name a template, or an API definition/],
    [['preview', '--definition', 'gate', '--message', '/nowhere'], /\/nowhere: cannot be read/],
    [['resend'], /Say which/],
    [['token', 'create'], /--name/],
    [['apply', 'x.yaml', '--unknown'], /unknown option '--unknown'/],
  ])('%j', async (words, sentence) => {
    const { code, err, out } = await run(...words);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(out).toBe('');
  });
});

describe('integration files', () => {
  test('that cannot be read are named with line and column, all at once', async () => {
    const broken = await write('broken.yaml', 'connections:\n  - name: a\n   url: b\n');
    const twice = await write('twice.json', '{ "triggers": [], "triggers": [] }');
    const list = await write('list.yaml', '- a\n');
    const { code, err } = await run('apply', broken, twice, list, join(folder, 'nowhere.yaml'), ...nowhere);
    expect(code).toBe(1);
    expect(err).toMatch(/broken\.yaml:3:\d+: /);
    expect(err).toMatch(/twice\.json:1:\d+: /);
    expect(err).toMatch(/list\.yaml: must hold sections/);
    expect(err).toMatch(/nowhere\.yaml: cannot be read/);
  });

  test('name the line of a file that they include and that is not there, or is no text', async () => {
    await writeFile(join(folder, 'latin.json'), Buffer.from([0x22, 0xe8, 0x22]));
    const file = await write(
      'includes.yaml',
      'templates:\n  - name: a\n    body: { file: none.json }\n    response:\n      file: latin.json\n',
    );
    const { code, err } = await run('diff', file, ...nowhere);
    expect(code).toBe(1);
    expect(err).toMatch(/includes\.yaml:3: none\.json cannot be read/);
    expect(err).toMatch(/includes\.yaml:4: latin\.json is not UTF-8/);
  });
});

test('a server that does not answer ends with 3 and a sentence', async () => {
  const { code, err } = await run('export', ...nowhere);
  expect(code).toBe(3);
  expect(err).toMatch(/^No server answers at http:\/\/127\.0\.0\.1:1 .*Start it with/);
});

test('config prints every setting with its origin, and no secret', async () => {
  const { code, out } = await run('config', '--json');
  expect(code).toBe(0);
  const rows = JSON.parse(out) as { name: string; value: string; origin: string }[];
  expect(rows).toContainEqual({ name: 'GANGWAY_HOST', value: '127.0.0.1', origin: 'default' });
  expect(rows.find(({ name }) => name === 'GANGWAY_SECRET_KEY')?.value).toMatch(/^(not set|\(set, hidden\))$/);
});
