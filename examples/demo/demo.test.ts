import { execFileSync, spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** On an idle machine it takes a tenth of this. */
const patienceMs = 150_000;

type Demo = ChildProcessByStdio<null, Readable, Readable> & { said: string };
const running: Demo[] = [];
afterEach(() => {
  for (const demo of running.splice(0)) demo.kill('SIGTERM');
});

function start(...words: string[]): Demo {
  const program = fileURLToPath(new URL('demo.ts', import.meta.url));
  const child = spawn(process.execPath, [program, '--port', '0', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const demo = Object.assign(child, { said: '' });
  running.push(demo);
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (piece) => (demo.said += String(piece)));
  return demo;
}

async function says(demo: Demo, words: string): Promise<void> {
  while (!demo.said.includes(words)) {
    if (demo.exitCode !== null) throw new Error(`It ended without saying "${words}":\n${demo.said}`);
    await Promise.race([once(demo.stdout, 'data'), once(demo, 'exit')]);
  }
}

const matchesOf = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, found = '']) => found);

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

test(
  'tells the whole story, says what happened, and leaves nothing behind',
  async () => {
    const demo = start('--once');
    const [code] = (await once(demo, 'exit')) as [number];
    expect(code, demo.said).toBe(0);
    const story = demo.said.replaceAll(/\s+/g, ' ');
    for (const line of [
      'Pohoda received POST /xml',
      'Deštníky s potiskem &#9730;',
      /Pohoda's number 2601\d{5} stands on the invoice/,
      /UA-0301 is EXT.SENT, under number DB0001\/2026/,
      'uzavřeného období DPH',
      /Accepted, made anew from the record of now; number 2601\d{5}/,
      'Attempt 4. The counterparty answered 503',
      'Not delivered after 4 attempts',
      /Delivered, number 2601\d{5}; the alert is closed/,
      'the same id, the same bytes',
      /Booked once, number 2601\d{5} on the invoice/,
      'The gate goes on opening: 9 passes wait in it',
      'the same answers, nothing is there twice',
      'Answered STAV="OK", as the first time; one pass NEZNAMA KARTA',
      'T12-0417-1 repeated: It came before and was accepted then',
      'Cecílie Schválová: 08:31-15:02 6.52 h',
      'The signature is right; it asked for the invoice itself',
      'Answered 401: "No signature of the webhook is right',
      /wrote 26010\d{4}\.isdoc, and reported it: properties\.isdocFile/,
      /its shelf mark SHELF-7\/\d{4} came back later/,
      'Eliška Účetová: 08:10-12:00 3.83 h closed, 12:31-17:02 4.52 h closed',
    ]) {
      expect(story).toMatch(line);
    }
    // Not a terminal: no colours.
    expect(demo.said).not.toContain('\u001b');
    for (const url of matchesOf(demo.said, /(http:\/\/127\.0\.0\.1:\d+)$/gm)) expect(await answers(url)).toBe(false);
  },
  patienceMs,
);

/** The commands that stand on the screen, as one script; curl fails where the server refuses. */
function scriptOf(said: string): string {
  const commands = matchesOf(said, /^ {4}((?:export|curl|npx) .*)$/gm);
  return ['set -e', 'curl() { command curl --fail-with-body "$@"; echo; }', ...commands].join('\n');
}

/** The number from accounting that stands on an invoice, read with the address and token that the demonstration shows. */
async function numberOf(said: string, registration: string): Promise<string | undefined> {
  const [, url = '', token = ''] = /GANGWAY_URL=(\S+) GANGWAY_TOKEN=(\S+)/.exec(said) ?? [];
  const answer = await fetch(`${url}/rest/v1/1/documents?registration=${registration}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { properties } = (await answer.json()) as { properties?: { accountingNumber?: string } };
  return properties?.accountingNumber;
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.skipIf(!hasCurl)(
  'says what to try, and everything that it says works; SIGTERM stops all of it',
  async () => {
    const demo = start();
    await says(demo, 'Ctrl-C stops everything');
    const [folder = ''] = matchesOf(demo.said, /copied packs\s+(\S+)/g);
    const [postgres = ''] = readFileSync(`${folder}/data/postgres/postmaster.pid`, 'utf8').split('\n');
    const output = execFileSync('sh', ['-c', scriptOf(demo.said)], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    expect(output).toContain('"status":"APPROVED"');
    expect(output).toContain('<inv:invoiceType>issuedInvoice</inv:invoiceType>');
    expect(output).toContain('"state":"closed"');
    expect(output).toContain('"state":"OK"');
    expect(output).toContain('<POTVRZENI DAVKA="118" STAV="OK">');
    expect(output).toContain('0 created, 0 updated, 0 removed, 6 unchanged.');
    await expect.poll(() => numberOf(demo.said, 'UA-0114'), { timeout: 20_000 }).toBe('260100001');
    await expect.poll(() => numberOf(demo.said, 'UA-0101'), { timeout: 20_000 }).toBe('FV0001/2026');

    demo.kill('SIGTERM');
    expect(await once(demo, 'exit')).toEqual([0, null]);
    const urls = matchesOf(demo.said, /(http:\/\/127\.0\.0\.1:\d+)$/gm);
    expect(urls).toHaveLength(7);
    for (const url of urls) expect(await answers(url)).toBe(false);
    expect(() => process.kill(Number(postgres), 0)).toThrow('ESRCH');
    expect(existsSync(folder)).toBe(false);
  },
  patienceMs,
);

test('refuses a port that is none', async () => {
  const demo = start('--port', 'http');
  expect(await once(demo, 'exit')).toEqual([2, null]);
  expect(demo.said).toContain('--port must be a number');
});
