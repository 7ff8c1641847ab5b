import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

export interface PageProps {
  /** The named parts of the path. */
  readonly params: Readonly<Record<string, string | undefined>>;
}

type Page = LazyExoticComponent<ComponentType<PageProps>>;
export interface PageRoute {
  /** Below the unit: `/deliveries/:id` is shown at `/1/deliveries/0198...`. */
  readonly path: string;
  readonly page: Page;
  /** Loaded ahead, when a person points at a link to it. */
  readonly load: () => Promise<unknown>;
}

/** Every page of the console, each in a file of its own that is loaded when it is needed. The first path that fits wins. */
export const routes: readonly PageRoute[] = [
  page('/', () => import('../pages/overview/overview-page.tsx')),
  page('/records', () => import('../pages/records/list/records-page.tsx')),
  page('/records/:view', () => import('../pages/records/list/records-page.tsx')),
  page('/records/:entity/new', () => import('../pages/records/record/new-record-page.tsx')),
  page('/records/:entity/:id', () => import('../pages/records/record/record-page.tsx')),
  page('/deliveries', () => import('../pages/deliveries/deliveries-page.tsx')),
  page('/deliveries/:id', () => import('../pages/deliveries/delivery-page.tsx')),
  page('/inbox', () => import('../pages/inbox/inbox-page.tsx')),
  page('/account', () => import('../pages/account/account-page.tsx')),
  page('/administration/users', () => import('../pages/administration/users-page.tsx')),
  page('/administration/users/:id', () => import('../pages/administration/user-page.tsx')),
  page('/administration/groups', () => import('../pages/administration/groups-page.tsx')),
  page('/administration/groups/:name', () => import('../pages/administration/group-page.tsx')),
  page('/administration/tokens', () => import('../pages/administration/tokens-page.tsx')),
  page('/administration/tokens/:id', () => import('../pages/administration/token-page.tsx')),
  page('/administration/audit', () => import('../pages/administration/audit-page.tsx')),
  page('/administration/settings', () => import('../pages/administration/settings-page.tsx')),
  page('/administration/system', () => import('../pages/administration/system-page.tsx')),
  page('/connections', () => import('../pages/connections/connections-page.tsx')),
  page('/connections/new', () => import('../pages/connections/new-connection-page.tsx')),
  page('/connections/:name', () => import('../pages/connections/connection-page.tsx')),
  page('/templates', () => import('../pages/templates/templates-page.tsx')),
  page('/templates/new', () => import('../pages/templates/new-template-page.tsx')),
  page('/templates/:name', () => import('../pages/templates/template-page.tsx')),
  page('/triggers', () => import('../pages/triggers/triggers-page.tsx')),
  page('/triggers/new', () => import('../pages/triggers/new-trigger-page.tsx')),
  page('/triggers/:name', () => import('../pages/triggers/trigger-page.tsx')),
  page('/hooks', () => import('../pages/hooks/hooks-page.tsx')),
  page('/hooks/new', () => import('../pages/hooks/new-hook-page.tsx')),
  page('/hooks/:id', () => import('../pages/hooks/hook-page.tsx')),
  page('/dictionaries', () => import('../pages/dictionaries/dictionaries-page.tsx')),
  page('/dictionaries/:name', () => import('../pages/dictionaries/dictionary-page.tsx')),
  page('/integration-file', () => import('../pages/integration-file/integration-file-page.tsx')),
  page('/definitions', () => import('../pages/definitions/definitions-page.tsx')),
  page('/definitions/:name', () => import('../pages/definitions/definition-page.tsx')),
  page('/definitions/:name/calls/:id', () => import('../pages/definitions/call-page.tsx')),
];

function page(path: string, load: () => Promise<{ readonly default: ComponentType<PageProps> }>): PageRoute {
  return { path, page: lazy(load), load };
}
