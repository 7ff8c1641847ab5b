import { countEn } from '../../texts/language.ts';

export const accountEn = {
  title: 'Your account',
  about: (login: string, groups: string) => `Login ${login}, in the groups ${groups}`,
  noGroups: 'none',
  password: {
    title: 'Password',
    setAt: 'Set on',
    none: 'You sign in with another service and have no password here.',
    current: 'Password of now',
    next: 'New password',
    rule: 'At least 12 characters. Several words are good.',
    change: 'Change the password',
    changed: (ended: number) =>
      ended === 0 ? 'The password is changed.' : `The password is changed. ${countEn(ended, 'other session')} ended.`,
  },
  second: {
    title: 'Second factor',
    on: 'A code from your app is asked for after the password.',
    off: 'With it a stolen password alone lets nobody in.',
    setUp: 'Set up a second factor',
    scan: 'Scan this with an authenticator app, or type the key there:',
    qr: 'QR code with the key for the authenticator app',
    code: 'The six digits that it shows',
    confirm: 'Switch it on',
    codesTitle: 'Recovery codes',
    codes:
      'Each lets you in once when the app is lost. They are shown only now: print them, or keep them where you keep passwords.',
    codesKept: 'I have kept them',
    copyAll: 'Copy all',
    remove: 'Switch it off',
    removeTitle: 'Switch the second factor off?',
    removeBody: 'From then on the password alone lets in.',
    password: 'Your password',
    removed: 'The second factor is off.',
  },
  sessions: {
    title: 'Where you are signed in',
    current: 'this browser',
    lastUsed: 'last used',
    since: 'since',
    end: 'End it',
    ended: 'The session is ended.',
    ways: { password: 'password', oidc: 'other service', invitation: 'invitation', 'set-up': 'set-up' },
  },
  appearance: { title: 'Language and colours' },
};
