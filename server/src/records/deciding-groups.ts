import type { Definitions, EntityDefinition } from './types.ts';

/** Groups whose members may make a transition, approve a step or change a restricted field: what the rights on an entity do not tell. */
export function decidingGroups(definitions: Definitions): ReadonlySet<string> {
  return new Set([...definitions.values()].flatMap(groupsIn));
}

function groupsIn({ processes, restricted }: EntityDefinition): string[] {
  const transitions = Object.values(processes ?? {}).flatMap((process) => process.transitions);
  return [
    ...Object.values(restricted ?? {}).flat(),
    ...transitions.flatMap(({ groups, steps }) => [
      ...(groups ?? []),
      ...(steps ?? []).flatMap((step) => step.groups ?? []),
    ]),
  ];
}

/**
 * What a definition says of who may decide: restricted fields, transitions, and which process a type has. Two definitions that say the same here differ in
 * nothing that an administrator alone may change.
 */
export function decisionsOf({ processes, process, restricted, types }: EntityDefinition): object {
  return {
    restricted: restricted ?? {},
    process: process ?? null,
    transitions: Object.fromEntries(
      Object.entries(processes ?? {}).map(([name, { initial, transitions }]) => [name, { initial, transitions }]),
    ),
    types: Object.fromEntries(Object.entries(types ?? {}).map(([name, rule]) => [name, rule.process ?? null])),
  };
}
