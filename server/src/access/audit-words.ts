/** Everything that stands in the audit, by its word in `what`. docs/access.md repeats this table, and a test compares the two. */
export const auditWords = {
  'first-start': 'The first start made the unit and its administrator.',
  'configuration-applied':
    'Configuration was changed; `changes` names the objects, `secrets` those whose value was given.',
  'group-rights-changed': 'A group allows something else than before.',
  'settings-changed': 'The settings of the unit were changed.',
  'user-groups-changed': 'A user was made with groups, or put into others.',
  'user-disabled': 'A user was disabled.',
  'user-enabled': 'A disabled user was enabled again.',
  'user-deleted': 'A user was deleted.',
  'acl-changed': 'The acl of a record was changed.',
  'token-created': 'A token was made, by a caller or by `gangway token create --administrator`.',
  'token-changed': 'The terms of a token were changed.',
  'token-revoked': 'A token was ended.',
  'token-refused':
    'A call was refused to a token or session; `reason` says why, `times` how many such calls there were from `from` to `to`.',
  'set-up': 'The console was set up, with the code that the server had printed.',
  'signed-in': 'Somebody has signed in; `way` says how, `address` from where.',
  'sign-in-refused':
    'Attempts to sign in have failed, or have to wait; `reason` says why, `times` how many there were from `from` to `to`.',
  'signed-out': 'Somebody has ended a session: their present one, or another one of their own.',
  'password-changed':
    'A user has a new password; `by` says how it was set, `sessionsEnded` how many sessions it has ended.',
  'second-factor-on': 'A user is asked for a second factor from now on.',
  'second-factor-off': 'A user is no longer asked for a second factor.',
  'recovery-code-used':
    'A recovery code has taken the place of the second factor; `left` says how many there are still.',
  'invitation-made': 'A one-time link was made with which a user sets a password.',
  'invitation-used': 'Such a link was used.',
  'identity-linked': 'A user has signed in through the OpenID Connect provider for the first time.',
  'identity-unlinked': 'Who a user is at the provider was forgotten; the next sign-in there links anew.',
  'hook-created': 'A webhook was made.',
  'hook-changed': 'A webhook was changed.',
  'hook-rotated': 'A webhook has a new secret.',
  'hook-paused': 'A webhook was paused.',
  'hook-resumed': 'A webhook goes on.',
  'hook-deleted': 'A webhook was deleted.',
  'hook-key-rotated': 'The unit signs its notices with a new key.',
  'connection-paused': 'A connection was paused.',
  'connection-resumed': 'A connection goes on.',
  'trigger-fired': 'A trigger was fired for the records that are there already.',
  'brake-release': 'What the brake of a trigger held was let go.',
  'brake-cancel': 'What the brake of a trigger held was dropped.',
  'copy-confirmed': 'A copied database was confirmed as the original.',
} as const satisfies Record<string, string>;

export type AuditWord = keyof typeof auditWords;
