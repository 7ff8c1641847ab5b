import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a program of this folder that writes its port, and stops it when the work is done by ending its standard input. */
export async function withBareProgram<T>(
  file: string,
  words: readonly string[],
  work: (url: string) => Promise<T>,
): Promise<T> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  try {
    return await work(`http://127.0.0.1:${line.toString().trim()}`);
  } finally {
    const end = once(child, 'exit');
    child.stdin.end();
    await end;
  }
}

/** Creates something on the server that is measured; fails with what it answers. */
export async function postTo(url: string, token: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}
