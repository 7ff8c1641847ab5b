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
  page('/deliveries', () => import('../pages/deliveries/deliveries-page.tsx')),
  page('/deliveries/:id', () => import('../pages/deliveries/delivery-page.tsx')),
];

function page(path: string, load: () => Promise<{ readonly default: ComponentType<PageProps> }>): PageRoute {
  return { path, page: lazy(load), load };
}
