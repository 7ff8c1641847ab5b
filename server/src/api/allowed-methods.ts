import type { Method, Route } from './operation.ts';

/**
 * An address belongs to one path of the table: of several that fit, to the one that has a name where the others have a parameter. So
 * `/deliveries/resend` is no delivery with the id `resend`, and what it lacks is a method (405), not an id.
 */
export class AddressBook {
  readonly #methods: ReadonlyMap<string, readonly (Method | 'HEAD')[]>;
  readonly #hidden: ReadonlyMap<string, readonly string[]>;

  constructor(routes: readonly Pick<Route, 'method' | 'path'>[]) {
    const methods = new Map<string, Set<Method | 'HEAD'>>();
    for (const { method, path } of routes) {
      const known = methods.get(path) ?? new Set();
      methods.set(path, known.add(method));
      // HEAD goes with GET.
      if (method === 'GET') known.add('HEAD');
    }
    const paths = [...methods.keys()];
    this.#methods = new Map([...methods].map(([path, known]) => [path, [...known].sort()]));
    this.#hidden = new Map(paths.map((path) => [path, paths.filter((other) => hides(other, path))]));
  }

  /** The methods of the path that an address belongs to, for the header Allow; empty: it belongs to none. */
  methodsAt(address: string): readonly (Method | 'HEAD')[] {
    const fitting = [...this.#methods.keys()].filter((path) => fits(path, address));
    const owner = fitting.find((path) => !fitting.some((other) => hides(other, path)));
    return owner === undefined ? [] : (this.#methods.get(owner) ?? []);
  }

  /** Whether an address that the router has given to this path belongs to another one, which lacks the method. */
  isForeign(path: string, address: string): boolean {
    const hidden = this.#hidden.get(path);
    return hidden !== undefined && hidden.length > 0 && hidden.some((other) => fits(other, address));
  }
}

function fits(path: string, address: string): boolean {
  const wanted = path.split('/');
  const parts = address.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
  );
}

/** Whether every address of `one` that fits `other` too belongs to `one`: the first difference is a name there and a parameter here. */
function hides(one: string, other: string): boolean {
  if (one === other) return false;
  const names = one.split('/');
  const others = other.split('/');
  if (names.length !== others.length) return false;
  const pairs = names.map((name, index) => [name, others[index] ?? ''] as const);
  const first = pairs.find(([name, part]) => name.startsWith(':') !== part.startsWith(':'));
  const compatible = pairs.every(([name, part]) => name === part || name.startsWith(':') || part.startsWith(':'));
  return compatible && first !== undefined && !first[0].startsWith(':');
}
