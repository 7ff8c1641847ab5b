import { lstat, readFile } from 'node:fs/promises';
import { refuse } from '../../errors.ts';

/** Whom a process runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Who may run PostgreSQL for root, best first. `initdb` looks its user up by number, so only one of /etc/passwd will do. */
const preferredNames = ['gangway', 'postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root. For root this is the owner of the database's folder, when there is one, otherwise an
 * unprivileged user of the machine; undefined for everyone else, who runs PostgreSQL as himself.
 */
export async function chooseIdentity(
  clusterFolder: string,
  uid = process.getuid?.(),
  usersFile = '/etc/passwd',
): Promise<Identity | undefined> {
  if (uid !== 0) return undefined;
  const users = parseUsers(await readFile(usersFile, 'utf8').catch(() => ''));
  const owner = await lstat(clusterFolder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    const name = users.find((user) => user.uid === owner.uid)?.name ?? String(owner.uid);
    return { uid: owner.uid, gid: owner.gid, name };
  }
  for (const name of preferredNames) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (user !== undefined) return user;
  }
  return (
    users.find((user) => user.uid !== 0) ??
    refuse(
      'database-unavailable',
      'PostgreSQL never runs as root, and this machine has no other user: add one to /etc/passwd, or start Gangway as an ordinary user.',
    )
  );
}

/** The lines of passwd(5). A negative number, as macOS has for nobody, is the same 32 bits without a sign. */
function parseUsers(text: string): Identity[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    if (!/^-?\d+$/.test(uid) || !/^-?\d+$/.test(gid)) return [];
    return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}
