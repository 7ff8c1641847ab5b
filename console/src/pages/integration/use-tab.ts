import { useListState } from '../../components/data-table/use-list-state.ts';

/** Which tab of a page is open; it stands in the address bar. */
export function useTab<Name extends string>(
  names: readonly [Name, ...Name[]],
): readonly [Name, (name: string | null) => void] {
  const list = useListState();
  const asked = list.get('tab');
  const tab = names.find((name) => name === asked) ?? names[0];
  return [tab, (name) => list.set({ tab: name === null || name === names[0] ? undefined : name })];
}
