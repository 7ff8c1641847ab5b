import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import type { AuditWord } from '../access/audit-words.ts';
import { unlinkIdentities } from '../access/sessions/identity-store.ts';
import { makeInvitation } from '../access/sessions/invitation.ts';
import { removeSecondFactor } from '../access/sessions/second-factor-store.ts';
import { readSignInUser, type SignInUser } from '../access/sessions/user-store.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { type Call, operation } from './operation.ts';
import { Moment } from './schemas.ts';
import { UserPath } from './users.ts';

type UserCall = Pick<Call<{ readonly id: number }>, 'parts' | 'caller' | 'params'>;

async function existing({ parts, caller: { unitId }, params: { id } }: UserCall): Promise<SignInUser> {
  const user = await readSignInUser(parts.database, unitId, id);
  return user ?? refuse('not-found', `There is no user with the id ${id} in unit ${unitId}.`);
}

export const inviteUser = operation({
  id: 'inviteUser',
  tag: 'Access',
  summary: 'Makes a one-time link with which the user sets a password.',
  description:
    'For new users and forgotten passwords. It is good for 72 hours and takes the place of the user’s earlier link. Using it ends all sessions of the user. What stands behind # is sent to no server, so it is in no log: send the link as it is.',
  params: UserPath,
  answers: {
    201: Type.Object(
      {
        url: Type.String({
          examples: ['https://gangway.example.com/welcome#1.019ab2c3-0000-7000-8000-000000000001.kTd5'],
        }),
        expiresAt: Moment,
      },
      { description: 'The link, which is shown only now.' },
    ),
  },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const { parts, caller } = call;
    const { id: userId, login, isDisabled } = await existing(call);
    if (!parts.signIn.passwords)
      refuse('illegal-state', 'Passwords are not taken here: users sign in through the provider.');
    if (isDisabled) refuse('illegal-state', 'This user is disabled. Enable the user first.');
    const invitation = { userId, login, who: caller.name, now: parts.now() };
    const { code, expiresAt } = await parts.database.transaction((transaction) =>
      makeInvitation(transaction, caller.unitId, invitation),
    );
    return { status: 201, body: { url: `${parts.publicUrl()}/welcome#${code}`, expiresAt } };
  },
});

export const removeUserSecondFactor = operation({
  id: 'removeUserSecondFactor',
  tag: 'Access',
  summary: 'Takes away a user’s second factor, such as when the telephone and the recovery codes are lost.',
  params: UserPath,
  answers: {
    200: Type.Object(
      { id: Type.Integer(), secondFactor: Type.Literal(false) },
      { description: 'The password alone lets the user in.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    await takeAway(call, removeSecondFactor, 'second-factor-off');
    return { body: { id: call.params.id, secondFactor: false } };
  },
});

export const unlinkUser = operation({
  id: 'unlinkUser',
  tag: 'Access',
  summary: 'Forgets who a user is at the OpenID Connect provider.',
  description:
    'For somebody who has a new account over there. The next sign-in finds the user by login or e-mail again.',
  params: UserPath,
  answers: {
    200: Type.Object(
      { id: Type.Integer(), linked: Type.Literal(false) },
      { description: 'The user is nobody over there.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    await takeAway(call, unlinkIdentities, 'identity-unlinked');
    return { body: { id: call.params.id, linked: false } };
  },
});

async function takeAway(
  call: UserCall,
  remove: (transaction: Transaction, unitId: number, userId: number) => Promise<boolean>,
  what: AuditWord,
): Promise<void> {
  const { id: userId, login, unitId } = await existing(call);
  await call.parts.database.transaction(async (transaction) => {
    if (!(await remove(transaction, unitId, userId))) return;
    await writeAudit(transaction, unitId, { who: call.caller.name, what, detail: { userId, login } });
  });
}
