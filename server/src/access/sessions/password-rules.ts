import type { Fault } from '../../errors.ts';
import { commonPasswords } from './common-passwords.ts';

export const leastPasswordLength = 12;
export const mostPasswordLength = 200;

/** Whose password it shall be. */
export interface PasswordOwner {
  readonly login: string;
  readonly email?: string | null | undefined;
}

/**
 * What is wrong with a new password; undefined: nothing. Length and what everybody tries first, and no rules of composition, as NIST SP 800-63B advises (5.1.1.2): those
 * make people write "Password1!".
 */
export function passwordFault(password: string, owner: PasswordOwner, path = 'password'): Fault | undefined {
  const message = faultOf(password, owner);
  return message === undefined ? undefined : { path, message };
}

function faultOf(password: string, { login, email }: PasswordOwner): string | undefined {
  const length = Array.from(password).length;
  if (length < leastPasswordLength) {
    return `A password needs at least ${leastPasswordLength} characters; this one has ${length}. A few words that do not belong together are easy to keep in mind.`;
  }
  if (length > mostPasswordLength) return `A password may have ${mostPasswordLength} characters at most.`;
  const text = password.normalize('NFKC').toLowerCase();
  const own = [login, email ?? '', (email ?? '').split('@')[0] ?? ''].map((name) => name.toLowerCase());
  const bare = text.replaceAll(/[\d\W_]+/g, '');
  if (own.some((name) => name.length > 2 && (text === name || bare === name.replaceAll(/[\d\W_]+/g, '')))) {
    return 'A password must not be the login or the e-mail address, with or without a few digits.';
  }
  if (isSimple(text) || commonPasswords.has(text) || commonPasswords.has(bare)) {
    return 'This password is among those that are tried first. Choose one that nobody would guess: a few words that do not belong together.';
  }
  return undefined;
}

/** One piece of up to four characters again and again, or a row of neighbours such as 123456789012. */
function isSimple(text: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/su.test(text)) return true;
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const usual = (step: number): boolean => Math.abs(step) === 1 || Math.abs(step) === 9;
  return steps.filter(usual).length >= steps.length - 1;
}
