import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerAddress } from '../access/caller-address.ts';
import { refuse } from '../errors.ts';
import { pathOf, type ServedParts } from './serve-route.ts';

/** What `npm run build` makes of the workspace console. */
const builtFolder = new URL('../../../console/dist/', import.meta.url);

/**
 * Addresses of the console. Everything about a business unit begins with its number, and no address of the API does, so that neither can hide the other;
 * every other address that nobody knows is still answered 404 by a problem document.
 */
const pages = ['/', '/sign-in', '/set-up', '/welcome', '/:unit(^\\d{1,10}$)', '/:unit(^\\d{1,10}$)/*'] as const;

/** Where the build leaves room for the nonce (console/nonce-placeholder.ts). */
const noncePlaceholder = /GANGWAY-NONCE/g;

const notBuilt =
  'Gangway is running, but its console is not built. Run "npm run build" in the folder of Gangway, then load this page again.\n';

/** By the end of their names; nothing else in the folder is given out. */
const mediaTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** The name of an asset holds a hash of what is in it: what was fetched once is never asked for again. */
const forEver = 'public, max-age=31536000, immutable';

type ConsoleParts = Pick<ServedParts, 'admission' | 'trustedProxies'>;

/** The console: one page for all of its addresses, and the files that the page loads. Both are open to everyone; what they show comes from the API. */
export function serveConsole(app: FastifyInstance, parts: ConsoleParts, folder: URL = builtFolder): void {
  const onRequest = (request: FastifyRequest): Promise<void> => admitVisitor(request, parts);
  for (const url of pages)
    app.route({ method: 'GET', url, onRequest, handler: (_request, reply) => sendPage(reply, folder) });
  const assets = new Map<string, Buffer>();
  app.route<{ Params: { file: string } }>({
    method: 'GET',
    url: '/assets/:file',
    onRequest,
    handler: (request, reply) => sendAsset(request, reply, folder, assets),
  });
}

/** The general list of addresses (GANGWAY_ALLOWED_ADDRESSES) counts for the console as for everything else. */
async function admitVisitor(request: FastifyRequest, { admission, trustedProxies }: ConsoleParts): Promise<void> {
  // The target `*`, which speaks of the server as a whole, is taken for `/` by the router.
  if (!request.url.startsWith('/'))
    refuse('not-found', `There is no page ${JSON.stringify(request.url.slice(0, 100))}.`);
  const from = callerAddress(request.socket.remoteAddress ?? '', request.headers, trustedProxies);
  const call = { method: request.method, path: pathOf(request.url), from, unitId: undefined };
  const refusal = admission.refusedAddress(call);
  return refusal === undefined ? Promise.resolve() : Promise.reject(refusal);
}

async function sendPage(reply: FastifyReply, folder: URL): Promise<FastifyReply> {
  const page = await readIfThere(new URL('index.html', folder));
  if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
  const nonce = randomBytes(16).toString('base64');
  const text = page.toString('utf8');
  return reply
    .header('content-security-policy', consolePolicy(text, nonce))
    .type('text/html; charset=utf-8')
    .send(text.replace(noncePlaceholder, nonce));
}

/**
 * The page loads its own scripts and styles, asks this server, and nothing else whatsoever. Scripts that stand in the page itself are named by their hash.
 * Style elements that the component library makes carry the nonce; it sets attributes through the object model, which needs no permission.
 */
function consolePolicy(page: string, nonce: string): string {
  const inPage = page.matchAll(/<script\b[^>]*>([^<]+)<\/script>/g);
  const hashes = Array.from(
    inPage,
    ([, script = '']) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self'${hashes.join('')}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function sendAsset(
  request: FastifyRequest<{ Params: { file: string } }>,
  reply: FastifyReply,
  folder: URL,
  assets: Map<string, Buffer>,
): Promise<FastifyReply> {
  const { file } = request.params;
  const type = mediaTypes[/^[\w-][\w.-]*\.(\w+)$/.exec(file)?.[1] ?? ''];
  if (type === undefined) refuse('not-found', `The console has no file ${JSON.stringify(file)}.`);
  const accepted = request.headers['accept-encoding'] ?? '';
  for (const [coding, end] of codings) {
    if (coding !== undefined && !new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted))
      continue;
    const bytes = assets.get(file + end) ?? (await readIfThere(new URL(`assets/${file}${end}`, folder)));
    if (bytes === undefined) continue;
    assets.set(file + end, bytes);
    if (coding !== undefined) reply.header('content-encoding', coding);
    return reply.headers({ 'cache-control': forEver, vary: 'accept-encoding' }).type(type).send(bytes);
  }
  return refuse(
    'not-found',
    `The console has no file ${JSON.stringify(file)}. Load its page again: it was built anew.`,
  );
}

/** The smallest first; the last one is the file as it is. */
const codings = [
  ['br', '.br'],
  ['gzip', '.gz'],
  [undefined, ''],
] as const;

/** undefined: there is no such file. */
async function readIfThere(file: URL): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
