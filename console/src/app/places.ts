import type { IconName } from '../components/icon.tsx';
import type { appTexts } from './texts.ts';

/** Groups of the navigation, in their order. */
export type PlaceGroup = 'top' | 'records' | 'integrations' | 'administration';
export type PlaceName = keyof (typeof appTexts)['en']['places'];

export interface Place {
  readonly name: PlaceName;
  /** Below the unit. It is shown only when routes.tsx has a page there. */
  readonly path: string;
  readonly group: PlaceGroup;
  readonly icon: IconName;
  /** After `g`. */
  readonly letter?: string;
  /** Whom it is for; others do not see it. Default: whoever has signed in. */
  readonly need?: 'configurator' | 'administrator';
}

/** The places of the console. A page that is no place of its own (one record, one delivery) belongs to the place with the longest path that it begins with. */
export const places: readonly Place[] = [
  { name: 'overview', path: '/', group: 'top', icon: 'home', letter: 'o' },
  { name: 'records', path: '/records', group: 'top', icon: 'file', letter: 'r' },
  { name: 'deliveries', path: '/deliveries', group: 'top', icon: 'send', letter: 'd' },
  { name: 'inbox', path: '/inbox', group: 'top', icon: 'inbox', letter: 'i' },
  { name: 'connections', path: '/connections', group: 'integrations', icon: 'plug', letter: 'c', need: 'configurator' },
  { name: 'triggers', path: '/triggers', group: 'integrations', icon: 'zap', letter: 't', need: 'configurator' },
  { name: 'templates', path: '/templates', group: 'integrations', icon: 'code', letter: 'e', need: 'configurator' },
  {
    name: 'dictionaries',
    path: '/dictionaries',
    group: 'integrations',
    icon: 'book',
    letter: 'y',
    need: 'configurator',
  },
  {
    name: 'definitions',
    path: '/definitions',
    group: 'integrations',
    icon: 'enter',
    letter: 'n',
    need: 'configurator',
  },
  { name: 'hooks', path: '/hooks', group: 'integrations', icon: 'bell', letter: 'h' },
  { name: 'integrationFile', path: '/integration-file', group: 'integrations', icon: 'fileCode', need: 'configurator' },
  {
    name: 'users',
    path: '/administration/users',
    group: 'administration',
    icon: 'users',
    letter: 'u',
    need: 'configurator',
  },
  { name: 'groups', path: '/administration/groups', group: 'administration', icon: 'shield', need: 'configurator' },
  {
    name: 'tokens',
    path: '/administration/tokens',
    group: 'administration',
    icon: 'key',
    letter: 'k',
    need: 'configurator',
  },
  {
    name: 'audit',
    path: '/administration/audit',
    group: 'administration',
    icon: 'list',
    letter: 'a',
    need: 'configurator',
  },
  {
    name: 'settings',
    path: '/administration/settings',
    group: 'administration',
    icon: 'settings',
    letter: 's',
    need: 'configurator',
  },
  { name: 'system', path: '/administration/system', group: 'administration', icon: 'server', need: 'administrator' },
];

/** The place that a path belongs to. */
export function placeOf(path: string): Place | undefined {
  return places
    .filter((place) => path === place.path || (place.path !== '/' && path.startsWith(`${place.path}/`)))
    .sort((one, other) => other.path.length - one.path.length)[0];
}
