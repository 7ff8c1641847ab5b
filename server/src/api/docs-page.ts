import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { type Answer, operation } from './operation.ts';

/** The files of the page, which the browser takes as they are. */
const folder = new URL('../../docs-page/', import.meta.url);
const scripts = ['page.js', 'openapi.js', 'elements.js', 'operation-view.js', 'schema-view.js', 'try-it.js'] as const;

/** The page loads its own scripts and styles and asks this server, and nothing else whatsoever. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const textOf = (contentMediaType: string, description: string, example: string) =>
  Type.Unsafe<string>({ type: 'string', description, contentMediaType, examples: [example] });

const texts = new Map<string, Promise<string>>();

async function file(name: string, type: string): Promise<Answer> {
  const text = texts.get(name) ?? readFile(new URL(name, folder), 'utf8');
  texts.set(name, text);
  return { headers: { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy }, body: await text };
}

export const readDocsPage = operation({
  id: 'readDocsPage',
  tag: 'Operations',
  summary: 'Shows this document as a page for people.',
  description:
    'It works without the internet. With a token it also shows the API definitions of the unit, and calls are tried on it.',
  answers: { 200: textOf('text/html', 'The page.', '<!doctype html>') },
  handle: () => file('index.html', 'text/html'),
});

export const readDocsStyles = operation({
  id: 'readDocsStyles',
  tag: 'Operations',
  summary: 'Gives the styles of that page.',
  answers: { 200: textOf('text/css', 'Styles.', 'body { margin: 0; }') },
  handle: () => file('page.css', 'text/css'),
});

export const readDocsScript = operation({
  id: 'readDocsScript',
  tag: 'Operations',
  summary: 'Gives a script of that page.',
  params: Type.Object({ script: Type.String({ description: 'The file.', examples: ['page.js'] }) }),
  answers: { 200: textOf('text/javascript', 'A module.', 'export {};') },
  refusals: ['not-found'],
  handle: ({ params: { script } }) => {
    if (!(scripts as readonly string[]).includes(script))
      refuse('not-found', `/docs has no file ${JSON.stringify(script)}.`);
    return file(script, 'text/javascript');
  },
});
