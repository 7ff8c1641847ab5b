import { type Static, Type } from 'typebox';
import { administrators } from '../access/groups.ts';
import { ofAddress, takeAttempt } from '../access/sessions/count-attempts.ts';
import { checkPassword, setPassword } from '../access/sessions/set-password.ts';
import { isSetUpCode } from '../access/sessions/set-up.ts';
import { isSetUpPending, lockSetUp } from '../access/sessions/set-up-store.ts';
import { openSession, refuseAttempt } from '../access/sessions/sign-in.ts';
import { findSignInUsers, readSignInUser, type SignInUser } from '../access/sessions/user-store.ts';
import { findAdministrator } from '../access/token-store.ts';
import { writeAudit } from '../access/audit-store.ts';
import { raiseConfigurationVersion, readUnitIds } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { writeUnit } from '../integration/store.ts';
import { systemActor } from '../records/create-unit.ts';
import { saveRecord } from '../records/save-record.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import { type Call, operation } from './operation.ts';
import { openedAnswer, peerOf } from './session-call.ts';
import { SessionWire } from './session-wire.ts';
import { NewPassword } from './welcome.ts';

const SetupBody = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'What the server has printed at its last start. Small letters and missing hyphens are taken too.',
      examples: ['7KQM-2XRT-9HCD-W4PB'],
    }),
    organisation: Type.String({ minLength: 1, maxLength: 200, examples: ['Example s.r.o.'] }),
    firstName: Type.String({ minLength: 1, maxLength: 100, examples: ['Jana'] }),
    lastName: Type.String({ minLength: 1, maxLength: 100, examples: ['Nováková'] }),
    login: Type.String({ minLength: 1, maxLength: 100, examples: ['jana'] }),
    email: Type.String({ minLength: 3, maxLength: 320, examples: ['jana@example.com'] }),
    password: NewPassword,
  },
  { additionalProperties: false },
);

export const setUp = operation({
  id: 'setUp',
  tag: 'Signing in',
  summary:
    'Sets up the console: names the organisation, gives the first administrator a name and a password, and signs in.',
  description:
    'Once in the life of an installation. It asks for the code that the server prints to its console as long as nobody has done it. Where there is a user with this login already, who must be an administrator, it is that one; else the administrator of the first start is given these names.',
  body: SetupBody,
  answers: { 200: SessionWire },
  refusals: ['sign-in-refused', 'locked-out', 'busy', 'forbidden', 'illegal-state', 'invalid-record', 'already-exists'],
  handle: async (call) => {
    const { parts, body } = call;
    const peer = peerOf(call);
    if (!parts.signIn.passwords) refuse('forbidden', 'Passwords are not taken here: sign in through the provider.');
    if (!(await isSetUpPending(parts.database))) alreadyDone();
    checkPassword(body.password, body);
    const attempt = await takeAttempt(parts.database, [ofAddress(peer.address)], parts.now());
    const hash = await parts.signIn.hasher.hash(body.password).catch(async (error: unknown) => {
      await attempt.giveBack();
      throw error;
    });
    const opened = await parts.database.transaction(async (transaction) => {
      const pending = await lockSetUp(transaction);
      if (pending === undefined) return alreadyDone();
      if (!isSetUpCode(body.code, pending.codeHash)) return undefined;
      await attempt.succeeded(transaction);
      const user = await nameEverything(transaction, call);
      const { unitId, id: userId, login, name: who } = user;
      await writeAudit(transaction, unitId, { who, what: 'set-up', detail: { userId, login, address: peer.address } });
      await setPassword(transaction, unitId, { userId, login, hash, who, by: 'set-up' });
      transaction.afterCommit(() => parts.changed(unitId));
      return openSession(transaction, user, {
        way: 'set-up',
        state: user.secondFactor ? 'second-factor' : 'signed-in',
        peer,
      });
    });
    const sentence =
      'The code is wrong. The server prints it to its console at each start; the one of the last start counts.';
    return openedAnswer(call, opened ?? (await refuseAttempt(parts, attempt, { sentence, peer, user: undefined })));
  },
});

function alreadyDone(): never {
  refuse('illegal-state', 'This console was set up already. Sign in, or ask an administrator for an invitation.');
}

/** The unit, its own agency, and the administrator. */
async function nameEverything(
  transaction: Transaction,
  { parts, body }: Pick<Call<unknown, unknown, Static<typeof SetupBody>>, 'parts' | 'body'>,
): Promise<SignInUser> {
  const { organisation, firstName, lastName, login, email } = body;
  const { unitId, id } = await administratorFor(transaction, login);
  await writeUnit(transaction, unitId, { name: organisation });
  await raiseConfigurationVersion(transaction, unitId);
  const environment = await recordEnvironment(transaction, unitId, parts);
  const change = { kind: 'change', actor: systemActor, origin: 'system' } as const;
  await saveRecord(transaction, environment, {
    ...change,
    ...{ entity: 'agencies', key: { id: unitId }, fields: { name: organisation } },
  });
  const fields = { firstName, lastName, login, email };
  await saveRecord(transaction, environment, { ...change, entity: 'users', key: { id }, fields });
  const user = await readSignInUser(transaction, unitId, id);
  if (user === undefined) throw new Error('the administrator vanished while the console was set up');
  return user;
}

async function administratorFor(
  transaction: Transaction,
  login: string,
): Promise<{ readonly unitId: number; readonly id: number }> {
  const [same] = await findSignInUsers(transaction, login, ['login']);
  if (same !== undefined && !same.isDisabled && same.groups.includes(administrators)) return same;
  if (same !== undefined) {
    refuse(
      'already-exists',
      `There is a user ${JSON.stringify(login)} who is no administrator. Choose another login.`,
      [{ path: 'login', message: 'This login belongs to somebody who is no administrator.' }],
    );
  }
  // The installation has one unit as long as nobody has made another.
  const unitId = await firstUnit(transaction);
  const first = await findAdministrator(transaction, unitId);
  return first === undefined
    ? refuse('illegal-state', `Unit ${unitId} has no enabled administrator. \`gangway password\` helps.`)
    : { unitId, id: first.id };
}

async function firstUnit(transaction: Transaction): Promise<number> {
  const [unitId] = await readUnitIds(transaction);
  return (
    unitId ?? refuse('illegal-state', 'There is no unit yet: the server is still starting. Try again in a moment.')
  );
}
