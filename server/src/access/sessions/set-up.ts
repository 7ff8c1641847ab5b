import { randomBytes } from 'node:crypto';
import type { Queryable } from '../../database/database.ts';
import { hashSecret, isSecretOf } from './credential.ts';
import { humanCode, humanCodeBytes, normalCode } from './human-code.ts';
import { writeSetUpCode } from './set-up-store.ts';

/** Draws the code that the set-up asks for, in place of the one before; undefined: it was set up. Only its hash is stored: what is not read off the screen now is gone. */
export async function drawSetUpCode(queryable: Queryable): Promise<string | undefined> {
  const code = humanCode(randomBytes(humanCodeBytes), 4);
  return (await writeSetUpCode(queryable, hashSecret(normalCode(code)))) ? code : undefined;
}

export function isSetUpCode(typed: string, hash: Buffer | null): boolean {
  return hash !== null && isSecretOf(normalCode(typed), hash);
}
