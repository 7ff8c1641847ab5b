import { parse } from 'yaml';

export type FileObject = Readonly<Record<string, unknown>>;
export interface IntegrationFile {
  readonly [section: string]: readonly FileObject[];
}

export interface Pack {
  /** Of its folder: `pohoda`. */
  readonly name: string;
  readonly file: IntegrationFile;
}

/** The packs of the repository, with the texts of the files beside each integration file in their places. */
export function readPacks(files: Readonly<Record<string, string>>): readonly Pack[] {
  return Object.entries(files).flatMap(([path, text]): Pack[] => {
    const folder = /^(.*\/([^/]+))\/integration\.yaml$/.exec(path);
    const [, where = '', name = ''] = folder ?? [];
    if (folder === null) return [];
    const read = withFiles(parse(text), (file) => files[`${where}/${file}`]);
    // Its shape is held by the packs' own tests.
    return [{ name, file: read as IntegrationFile }];
  });
}

/** `{ file: invoice.xml }` becomes the text of that file. */
function withFiles(value: unknown, textOf: (file: string) => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => withFiles(one, textOf));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'file' && typeof only[1] === 'string') return textOf(only[1]) ?? value;
  return Object.fromEntries(entries.map(([key, one]) => [key, withFiles(one, textOf)]));
}

/** What a person sets of a pack before it is applied. */
export interface PackSettings {
  readonly addresses: Readonly<Record<string, string>>;
  readonly usernames: Readonly<Record<string, string>>;
  /** By connection and name. */
  readonly constants: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly mode: 'watch' | 'live';
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A pack begins with what it says itself; its address is an example, and stays empty. */
export function beginSettings({ file }: Pack): PackSettings {
  const connections = file['connections'] ?? [];
  return {
    addresses: Object.fromEntries(connections.map(({ name }) => [textOf(name), ''])),
    usernames: Object.fromEntries(
      connections.flatMap(({ name, authentication }) => {
        const username = usernameOf(authentication);
        return username === undefined ? [] : [[textOf(name), username]];
      }),
    ),
    constants: Object.fromEntries(
      connections.map(({ name, constants }) => [
        textOf(name),
        Object.fromEntries(
          Object.entries(constants ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        ),
      ]),
    ),
    mode: 'watch',
  };
}

function usernameOf(authentication: unknown): string | undefined {
  if (typeof authentication !== 'object' || authentication === null || !('username' in authentication))
    return undefined;
  return textOf(authentication.username);
}

/** The file that is applied: the pack with what a person has set. */
export function fileOf({ file }: Pack, settings: PackSettings): IntegrationFile {
  const { addresses, usernames, constants, mode } = settings;
  const connections = file['connections']?.map((connection) => {
    const name = textOf(connection['name']);
    const username = usernames[name];
    const { authentication, constants: own } = connection;
    return {
      ...connection,
      url: addresses[name] ?? '',
      ...(username === undefined || typeof authentication !== 'object'
        ? {}
        : { authentication: { ...authentication, username } }),
      ...(typeof own === 'object' ? { constants: { ...own, ...constants[name] } } : {}),
    };
  });
  const triggers = file['triggers']?.map((trigger) => ({ ...trigger, mode }));
  return {
    ...file,
    ...(connections === undefined ? {} : { connections }),
    ...(triggers === undefined ? {} : { triggers }),
  };
}
