/** Without letters and digits that are mistaken for one another: no 0 O 1 I L U V. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';

/** A code that people copy by hand: groups of four, each character worth 4.86 bits. `random` has a byte for each character, and some to spare. */
export function humanCode(random: Uint8Array, groups: number): string {
  // Bytes beyond a whole multiple of the alphabet are left out, so that all characters are equally likely.
  const fair = Array.from(random).filter((byte) => byte < 256 - (256 % alphabet.length));
  const length = groups * 4;
  if (fair.length < length) throw new Error(`${random.length} random bytes are too few for ${length} characters`);
  const letters = fair.slice(0, length).map((byte) => alphabet.charAt(byte % alphabet.length));
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** More than enough bytes: of 256 values 24 are left out, so of 64 bytes 58 stay, and fewer than 16 never. */
export const humanCodeBytes = 64;

/** As it is compared: people type small letters, spaces, and no hyphens. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '');
}
