import type { NodeAPI } from 'node-red';
import type { Gangway } from '../../../sdk/src/index.ts';
import { connectionTo } from './server-node.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What the editor proposes while a person types; each from Gangway as it is now. */
const kinds: Readonly<Record<string, (unit: number) => string>> = {
  events: (unit) => `/api/v1/${unit}/events`,
  entities: (unit) => `/api/v1/${unit}/entities`,
  views: (unit) => `/rest/v1/${unit}/views`,
};

/** For the editor, and only for those who may read flows: the token itself never leaves the server. */
export function offerChoices(RED: NodeAPI): void {
  // There is none where httpAdminRoot is false.
  const app = RED.httpAdmin as NodeAPI['httpAdmin'] | undefined;
  app?.get('/gangway/:server/:kind', RED.auth.needsPermission('flows.read'), (request, response) => {
    choicesOf(RED, String(request.params['server']), String(request.params['kind'])).then(
      (choices) => response.json(choices),
      (error: unknown) =>
        response.status(502).json({ message: error instanceof Error ? error.message : String(error) }),
    );
  });
  app?.get('/gangway/:server', RED.auth.needsPermission('flows.read'), (request, response) => {
    whose(RED, String(request.params['server'])).then(
      (message) => response.json({ message }),
      (error: unknown) =>
        response.status(502).json({ message: error instanceof Error ? error.message : String(error) }),
    );
  });
}

async function choicesOf(RED: NodeAPI, serverId: string, kind: string): Promise<Choice[]> {
  const { gangway } = connectionTo(RED, serverId);
  const path = kinds[kind];
  if (path === undefined) throw new Error(`There is no list of ${kind}.`);
  const { data } = await gangway.request<{ data: { name: string; title: string }[] }>('GET', path(gangway.unit));
  return data.map(({ name, title }) => ({ value: name, label: title }));
}

async function whose(RED: NodeAPI, serverId: string): Promise<string> {
  const gangway: Gangway = connectionTo(RED, serverId).gangway;
  const { name, organisation } = await gangway.request<{ name: string; organisation: string }>('GET', '/api/v1/me', {
    query: { unit: gangway.unit },
  });
  return `Connected to ${organisation} as ${name}.`;
}
