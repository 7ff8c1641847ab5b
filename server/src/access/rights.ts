import { administrators, defaultGroups, type Group, type GroupRights, type Right } from './groups.ts';

/** What a user may do with records, from all groups that the user is in: a right that one of them gives is given. */
export interface Rights {
  /** A member of Administrators: nothing is asked. */
  readonly everything: boolean;
  /** For entities that `entities` does not name. */
  readonly others: ReadonlySet<Right>;
  readonly entities: ReadonlyMap<string, ReadonlySet<Right>>;
}

/** Who reads or changes records. A caller is one; so is the owner of a hook, or the user that an API definition acts as. */
export interface Viewer {
  /** null: Gangway itself. */
  readonly userId: number | null;
  readonly groups: readonly string[];
  /** Member of Administrators. */
  readonly administrator: boolean;
  readonly rights: Rights;
}

/** The rights of each configured group by its name. A group that is not there gives nothing. */
export type ConfiguredGroups = ReadonlyMap<string, GroupRights>;

const none: ReadonlySet<Right> = new Set();
const builtIn = new Map(defaultGroups.map(({ name, rights }) => [name, rights]));

/** What the groups of a unit give, from their configured bodies. A unit that has configured none has those that every unit begins with. */
export function configuredGroups(groups: Iterable<Group>): ConfiguredGroups {
  const given = Array.from(groups, ({ name, rights }) => [name, rights ?? builtIn.get(name) ?? {}] as const);
  return given.length === 0 ? builtInGroups : new Map(given);
}

/** The groups that a unit begins with, and what they give. */
export const builtInGroups: ConfiguredGroups = builtIn;

export const allRights: Rights = { everything: true, others: none, entities: new Map() };
export const noRights: Rights = { everything: false, others: none, entities: new Map() };

export function rightsOf(groups: readonly string[], configured: ConfiguredGroups): Rights {
  if (groups.includes(administrators)) return allRights;
  const known = computed.get(configured) ?? new Map<string, Rights>();
  computed.set(configured, known);
  const key = groups.join('\n');
  const rights = known.get(key) ?? unionOf(groups, configured);
  known.set(key, rights);
  return rights;
}

/** Every call asks; there are about as many answers as there are groups. They go with the configuration that they were computed from. */
const computed = new WeakMap<ConfiguredGroups, Map<string, Rights>>();

function unionOf(groups: readonly string[], configured: ConfiguredGroups): Rights {
  const given = groups.map((name): GroupRights => configured.get(name) ?? {});
  const union = (entity: string): ReadonlySet<Right> =>
    withRead(given.flatMap((rights) => (Object.hasOwn(rights, entity) ? rights[entity] : rights['*']) ?? []));
  const named = new Set(given.flatMap((rights) => Object.keys(rights)).filter((name) => name !== '*'));
  return { everything: false, others: union('*'), entities: new Map([...named].map((name) => [name, union(name)])) };
}

function withRead(rights: readonly Right[]): ReadonlySet<Right> {
  return new Set(rights.some((right) => right !== 'create') ? [...rights, 'read'] : rights);
}

/** Somebody with what their groups allow. Gangway itself, as an administrator, may do everything. */
export function viewerOf<Who extends Omit<Viewer, 'rights'>>(
  who: Who,
  configured: ConfiguredGroups = builtInGroups,
): Who & Viewer {
  return { ...who, rights: who.administrator ? allRights : rightsOf(who.groups, configured) };
}

/** Whether these rights allow it on records of the entity; a record's own acl may allow less (records/acl.ts). */
export function may(rights: Rights, entity: string, right: Right): boolean {
  return rights.everything || (rights.entities.get(entity) ?? rights.others).has(right);
}

/** Whether there is any entity on whose records these rights allow one of these. */
export function maySomewhere(rights: Rights, wanted: readonly Right[]): boolean {
  const has = (set: ReadonlySet<Right>): boolean => wanted.some((right) => set.has(right));
  return rights.everything || has(rights.others) || [...rights.entities.values()].some(has);
}

/** Entities whose records may be read, for conditions over lists: all but some, or some only. */
export interface ReadableEntities {
  readonly allBut: boolean;
  readonly entities: readonly string[];
}

export function readableEntities(rights: Rights): ReadableEntities {
  if (rights.everything) return { allBut: true, entities: [] };
  const allBut = rights.others.has('read');
  const named = [...rights.entities].filter(([, given]) => given.has('read') !== allBut);
  return { allBut, entities: named.map(([entity]) => entity) };
}

/** Whether everything that `less` allows is allowed by `more` as well. */
export function covers(more: Rights, less: Rights): boolean {
  if (more.everything) return true;
  if (less.everything) return false;
  const within = (one: ReadonlySet<Right>, other: ReadonlySet<Right>): boolean =>
    [...one].every((right) => other.has(right));
  const named = [...new Set([...more.entities.keys(), ...less.entities.keys()])];
  return (
    within(less.others, more.others) &&
    named.every((entity) => within(less.entities.get(entity) ?? less.others, more.entities.get(entity) ?? more.others))
  );
}
