import type { Authentication } from './authentication.ts';
import type { TestStep } from './test-step.ts';
import type { Answered, OutboundRequest } from './outbound-request.ts';
import { plainWords } from './plain-words.ts';

/** What a status says about a connection that was tested with an empty request. `paths`: those that messages go to below its address. */
export function judgeTestAnswer(
  answer: Answered,
  request: OutboundRequest,
  authentication: Authentication,
  paths: readonly string[] = [],
): TestStep[] {
  const { status } = answer;
  const path = new URL(request.url).pathname;
  if (status === 401) return [failed('authentication', unauthenticated(answer, authentication))];
  if (status === 403) {
    return [
      failed(
        'authentication',
        `The server answered 403: it knows who is asking and does not allow it. Check the rights of this user there, or its list of allowed addresses.`,
      ),
    ];
  }
  if (status >= 300 && status < 400) {
    const location = headerText(answer, 'location');
    const where = location === '' ? 'another address' : location;
    return [
      failed(
        'answer',
        `The server answered ${String(status)}: it points to ${where}. Redirects are never followed; put the right address into the connection.`,
      ),
    ];
  }
  if (status === 404) {
    const below = nothingHere(answer, path, paths);
    if (below !== undefined) return [{ step: 'answer', ok: true, sentence: below }];
    return [
      failed(
        'answer',
        `The server answered 404: there is nothing at the path ${path}. Check the path of the connection's URL.`,
      ),
    ];
  }
  if (status >= 500)
    return [failed('answer', `The server answered ${String(status)}: it is there, but not working at the moment.`)];
  return [...accepted(status, authentication), { step: 'answer', ok: true, sentence: reachable(answer, request) }];
}

/**
 * Many servers answer at single paths only, Pohoda's mServer at /xml, and say 404 everywhere else: it is there. What is wrong is a 404 at an address that
 * messages go to, or at a path that somebody wrote into the connection while no template adds to it.
 */
function nothingHere({ timing }: Answered, path: string, paths: readonly string[]): string | undefined {
  const there = `The server is there (404 in ${timing.totalMs.toFixed(0)} ms)`;
  if (paths.includes('')) return undefined;
  if (paths.length > 0) {
    return `${there}: it answers nothing at this very address, but messages go to ${paths.join(', ')} below it. Whether it answers there shows with the first of them.`;
  }
  return path === '/'
    ? `${there}: it answers nothing at its root, which is usual, since templates name the path. Pohoda, for one, answers at /xml only.`
    : undefined;
}

function failed(step: TestStep['step'], sentence: string): TestStep {
  return { step, ok: false, sentence };
}

/** Only a success proves that the server has accepted who is asking; a 405 or 400 may come before it looks. */
function accepted(status: number, authentication: Authentication): TestStep[] {
  return status < 300 && authentication.kind !== 'none'
    ? [{ step: 'authentication', ok: true, sentence: `The server accepted ${proofs[authentication.kind]}.` }]
    : [];
}

function reachable({ status, timing }: Answered, { method }: OutboundRequest): string {
  const took = `${timing.totalMs.toFixed(0)} ms`;
  if (status < 300) return `The server answered ${String(status)} in ${took}.`;
  if (status === 405)
    return `The server is there (405 in ${took}): it does not take ${method} at this address, which real messages may not use anyway.`;
  if (status === 429) return `The server is there (429 in ${took}), but asks for fewer requests at the moment.`;
  return `The server is there (${String(status)} in ${took}): the test request says nothing that it could accept.`;
}

const proofs: Readonly<Record<Authentication['kind'], string>> = {
  none: 'a request without authentication',
  basic: 'the user name and password',
  bearer: 'the token',
  apiKey: 'the API key',
  header: 'the authentication header',
  oauth2: 'the access token',
  hmac: 'the signature',
  clientCertificate: 'the client certificate',
};

function unauthenticated(answer: Answered, { kind }: Authentication): string {
  const challenge = headerText(answer, 'www-authenticate');
  const asks = challenge === '' ? '' : ` It asks for: ${challenge}.`;
  return kind === 'none'
    ? `The server answered 401: it asks who is calling, and this connection has no authentication.${asks}`
    : `The server answered 401: it does not accept ${proofs[kind]}.${asks}`;
}

function headerText(answer: Answered, name: string): string {
  const value = answer.headers[name];
  return value === undefined ? '' : plainWords(typeof value === 'string' ? value : value.join(', '), 200);
}
