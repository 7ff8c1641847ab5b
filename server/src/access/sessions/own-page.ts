import { Refusal } from '../../errors.ts';
import { isCsrfOf } from './credential.ts';

/** What a browser says of the page that a call comes from, and what the page says itself. */
export interface PageFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  /** `Gangway-Csrf`. */
  readonly csrf: string | undefined;
}

/** How Node gives headers. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export function pageFacts(method: string, headers: Headers): PageFacts {
  const text = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const site = text('sec-fetch-site');
  return { method, host: text('host'), origin: text('origin'), site, csrf: text('gangway-csrf') };
}

/**
 * Why a call with a cookie was not made by a page of ours; undefined: it was, or it only reads. Three things are asked, each of which would do: the browser's own word
 * on where the page comes from (`Sec-Fetch-Site`, `Origin`), and the synchroniser token, which only a page of ours can have read. `secret` is the cookie's.
 */
export function foreignPage(facts: PageFacts, secret: string | undefined, publicUrl: string): Refusal | undefined {
  const { method, origin, site, csrf } = facts;
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (origin === undefined) {
    return refusal(
      'A call with a cookie that changes something needs the header Origin, which browsers send by themselves. Programs use a token: "Authorization: Bearer TOKEN".',
    );
  }
  if (!isOwnOrigin(origin, facts.host, publicUrl) || (site !== undefined && site !== 'same-origin')) {
    return refusal(
      `This call was made by a page of ${origin.slice(0, 200)}, which is not this server's console. If that is the console's address, set GANGWAY_PUBLIC_URL to it, or let the proxy pass on the header Host.`,
    );
  }
  if (secret === undefined || !isCsrfOf(csrf, secret)) {
    return refusal(
      'The header Gangway-Csrf is missing, or belongs to another session. GET /api/v1/session answers it; reload the page.',
    );
  }
  return undefined;
}

function refusal(sentence: string): Refusal {
  return new Refusal('foreign-page', sentence);
}

/**
 * Whether a page of this origin is the console. The scheme is left open: a proxy that ends TLS speaks http to us. Nobody else's page can have our host in its origin, because
 * that is where its browser has loaded it from.
 */
function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (page.protocol !== 'http:' && page.protocol !== 'https:') return false;
  const own = `${page.protocol}//${host ?? ''}`;
  return (URL.canParse(own) && new URL(own).host === page.host) || new URL(publicUrl).origin === page.origin;
}
