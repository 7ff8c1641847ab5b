import { argon2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashesAtOnce, mostInside, mostWaiting, PasswordHasher } from './password-hash.ts';

const hasher = new PasswordHasher();
const password = 'seven grey herons at dusk';

/** What an earlier version has stored. */
function stored(memory: number, passes: number): string {
  const nonce = Buffer.from('0123456789abcdef');
  const hash = argon2Sync('argon2id', { message: password, nonce, memory, passes, parallelism: 1, tagLength: 32 });
  const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${plain(nonce)}$${plain(hash)}`;
}

test('a stored password tells its parameters, and never twice the same', async () => {
  const [one, other] = await Promise.all([hasher.hash(password), hasher.hash(password)]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  expect(await hasher.verify(password, one)).toEqual({ ok: true, outdated: false });
  expect(await hasher.verify(`${password}.`, one)).toEqual({ ok: false, outdated: false });
});

test('the same letters typed on another keyboard are the same password', async () => {
  const hash = await hasher.hash('účetní závěrka'.normalize('NFD'));
  expect(await hasher.verify('účetní závěrka', hash)).toMatchObject({ ok: true });
});

test('one that was stored with less than is asked today is good, and outdated', async () => {
  expect(await hasher.verify(password, stored(8_192, 2))).toEqual({ ok: true, outdated: true });
  expect(await hasher.verify(password, stored(19_456, 1))).toEqual({ ok: true, outdated: true });
  expect(await hasher.verify(password, stored(19_456, 2))).toEqual({ ok: true, outdated: false });
  expect(await hasher.verify('something else', stored(8_192, 1))).toEqual({ ok: false, outdated: false });
});

test('nobody’s password is compared all the same, and is never right', async () => {
  expect(await hasher.verify('', undefined)).toEqual({ ok: false, outdated: false });
});

describe('a flood of sign-ins', () => {
  test('is told to come again before it costs anything', async () => {
    const flooded = new PasswordHasher();
    let begun = 0;
    let finish: (() => void) | undefined;
    const all = new Promise<void>((resolve) => (finish = resolve));
    const signIn = () => {
      begun += 1;
      return all;
    };
    const asked = Array.from({ length: mostInside + 5 }, () => flooded.enter(signIn));
    const outcomes = Promise.allSettled(asked);
    await expect(asked.at(-1)).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 5 });
    expect(begun).toBe(mostInside);
    finish?.();
    expect((await outcomes).filter(({ status }) => status === 'rejected')).toHaveLength(5);
    await flooded.enter(signIn);
    expect(begun).toBe(mostInside + 1);
  });

  test('is worked off in order, and what is too much is told so at once', async () => {
    const flooded = new PasswordHasher();
    const most = hashesAtOnce + mostWaiting;
    const asked = Array.from({ length: most + 8 }, () => flooded.verify('x', stored(8, 1)).then(() => 'compared'));
    const outcomes = await Promise.all(
      asked.map((each) => each.catch((error: unknown) => (error as { code: string }).code)),
    );
    expect(outcomes.slice(0, most)).toEqual(Array.from({ length: most }, () => 'compared'));
    expect(outcomes.slice(most)).toEqual(Array.from({ length: 8 }, () => 'busy'));
    expect(await flooded.verify(password, stored(8, 1))).toMatchObject({ ok: true });
  });
});
