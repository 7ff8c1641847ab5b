import { Type } from 'typebox';
import { redeemInvitation } from '../access/sessions/invitation.ts';
import { mostPasswordLength } from '../access/sessions/password-rules.ts';
import { refuse } from '../errors.ts';
import { operation } from './operation.ts';
import { openedAnswer, peerOf } from './session-call.ts';
import { SessionWire } from './session-wire.ts';

/** Longer ones are refused by the rules, in words; this only keeps novels out. */
export const NewPassword = Type.String({
  minLength: 1,
  maxLength: mostPasswordLength * 4,
  description: '12 characters or more; not the login, and none of those that are tried first.',
  examples: ['four words by chance'],
});

export const welcome = operation({
  id: 'welcome',
  tag: 'Signing in',
  summary: 'Sets a password by a one-time link, and signs in.',
  body: Type.Object(
    {
      code: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'What stands behind # in the link.',
        examples: ['1.019ab2c3-0000-7000-8000-000000000001.kTd5tQ0mJm8cEw1Z3qgJ4vZ1zq2aXl9oQyYb7nR5sUc'],
      }),
      password: NewPassword,
    },
    { additionalProperties: false },
  ),
  answers: { 200: SessionWire },
  refusals: ['sign-in-refused', 'busy', 'forbidden'],
  handle: async (call) => {
    if (!call.parts.signIn.passwords)
      refuse('forbidden', 'Passwords are not taken here: sign in through the provider.');
    const redeem = () => redeemInvitation(call.parts, { ...call.body, peer: peerOf(call) });
    return openedAnswer(call, await call.parts.signIn.hasher.enter(redeem));
  },
});
