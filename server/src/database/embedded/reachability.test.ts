import { describe, expect, it } from 'vitest';
import { firstBarrier, mayEnter } from './reachability.ts';

const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };

describe('mayEnter', () => {
  it('goes by the owner, then the group, then the others, as the kernel does', () => {
    const folder = (uid: number, gid: number, mode: number) => ({ uid, gid, mode });
    expect(mayEnter(folder(0, 0, 0o711), nobody)).toBe(true);
    expect(mayEnter(folder(0, 0, 0o700), nobody)).toBe(false);
    expect(mayEnter(folder(65_534, 0, 0o700), nobody)).toBe(true);
    expect(mayEnter(folder(65_534, 0, 0o077), nobody)).toBe(false);
    expect(mayEnter(folder(0, 65_534, 0o710), nobody)).toBe(true);
    expect(mayEnter(folder(0, 65_534, 0o701), nobody)).toBe(false);
  });
});

describe('firstBarrier', () => {
  it('names the first thing on the way that is closed, or is not there', async () => {
    expect(await firstBarrier('/tmp', nobody)).toBeUndefined();
    expect(await firstBarrier('/tmp/is/not/there', nobody)).toBe('/tmp/is');
    expect(await firstBarrier('/tmp/is/not/there', undefined)).toBe('/tmp/is');
  });
});
