import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { ofSecondFactor, takeAttempt } from '../access/sessions/count-attempts.ts';
import { newRecoveryCodes, openFactor, sealFactor } from '../access/sessions/second-factor.ts';
import {
  confirmSecondFactor,
  proposeSecondFactor,
  readSecondFactor,
  removeSecondFactor,
} from '../access/sessions/second-factor-store.ts';
import { base32, keyUri, matchingStep, totpSecretBytes } from '../access/sessions/totp.ts';
import { readSignInUser } from '../access/sessions/user-store.ts';
import { readUnit } from '../configuration/store.ts';
import { Refusal, refuse } from '../errors.ts';
import { checkOwnPassword } from './account.ts';
import { operation } from './operation.ts';

const tag = 'Own account';

export const proposeOwnSecondFactor = operation({
  id: 'proposeOwnSecondFactor',
  tag,
  summary: 'Begins to set up a second factor: a secret for the authenticator.',
  description:
    'Nothing is asked for yet: the first code of the authenticator confirms it. Whoever begins anew gets another secret, and the one before is worth nothing.',
  answers: {
    201: Type.Object(
      {
        secret: Type.String({ description: 'Base32, to be typed.', examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'] }),
        uri: Type.String({
          description: 'To be shown as a QR code.',
          examples: [
            'otpauth://totp/Example%20s.r.o.:jana?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example%20s.r.o.',
          ],
        }),
      },
      { description: 'The secret, which is shown only now.' },
    ),
  },
  refusals: ['illegal-state'],
  handle: async ({ parts, caller }) => {
    const { database, keys } = parts;
    const { unitId, userId } = caller;
    const user = await readSignInUser(database, unitId, userId);
    if (user === undefined || user.passwordHash === null) {
      return refuse(
        'illegal-state',
        'You have no password here; the provider through which you sign in asks for its own second factor.',
      );
    }
    const secret = randomBytes(totpSecretBytes);
    const sealed = sealFactor(keys, unitId, userId, secret);
    const proposed = await database.transaction((transaction) =>
      proposeSecondFactor(transaction, unitId, userId, sealed),
    );
    if (!proposed)
      refuse('illegal-state', 'You have a second factor already. Switch it off before you set up another one.');
    const organisation = (await readUnit(database, unitId))?.name ?? 'Gangway';
    return { status: 201, body: { secret: base32(secret), uri: keyUri(secret, organisation, user.login) } };
  },
});

export const confirmOwnSecondFactor = operation({
  id: 'confirmOwnSecondFactor',
  tag,
  summary: 'Switches the second factor on, with the first code of the authenticator.',
  body: Type.Object(
    { code: Type.String({ minLength: 1, maxLength: 20, examples: ['492039'] }) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        recoveryCodes: Type.Array(Type.String({ examples: ['7KQM-2XRT-9HCD-W4PB'] }), {
          description: 'Each lets in once, when the authenticator is lost. They are shown only now.',
        }),
      },
      { description: 'A code is asked for from the next sign-in on.' },
    ),
  },
  refusals: ['illegal-state', 'locked-out', 'secret-missing'],
  handle: async ({ parts, caller, body }) => {
    const { database, keys, now } = parts;
    const { unitId, userId, name: who } = caller;
    const factor = await readSecondFactor(database, unitId, userId);
    if (factor?.confirmedAt !== null)
      return refuse(
        'illegal-state',
        'No second factor waits to be confirmed. Begin with POST /api/v1/me/second-factor.',
      );
    const attempt = await takeAttempt(database, [ofSecondFactor(unitId, userId)], now());
    const step = matchingStep(openFactor(keys, unitId, userId, factor), body.code, now(), 0);
    const message =
      'This is not the code that the authenticator shows now. Check that the clock of the telephone is right.';
    if (step === undefined) throw new Refusal('invalid-body', message, [{ path: 'code', message }]);
    const { codes, hashes } = newRecoveryCodes();
    await database.transaction(async (transaction) => {
      await attempt.succeeded(transaction);
      const confirmed = { sealed: factor.sealed, step, recovery: hashes };
      if (!(await confirmSecondFactor(transaction, unitId, userId, confirmed)))
        refuse('illegal-state', 'Another second factor was set up meanwhile. Begin anew.');
      await writeAudit(transaction, unitId, { who, what: 'second-factor-on', detail: { userId } });
    });
    return { body: { recoveryCodes: codes } };
  },
});

export const removeOwnSecondFactor = operation({
  id: 'removeOwnSecondFactor',
  tag,
  summary: 'Switches the second factor off.',
  body: Type.Object(
    { password: Type.String({ minLength: 1, maxLength: 1000, examples: ['four words by chance'] }) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object({ secondFactor: Type.Literal(false) }, { description: 'The password alone lets in.' }),
  },
  refusals: ['locked-out', 'busy', 'illegal-state'],
  handle: async ({ parts, caller, body }) => {
    const { unitId, userId, name: who } = caller;
    await checkOwnPassword(parts, caller, { password: body.password, path: 'password' });
    await parts.database.transaction(async (transaction) => {
      if (!(await removeSecondFactor(transaction, unitId, userId))) return;
      await writeAudit(transaction, unitId, { who, what: 'second-factor-off', detail: { userId, by: 'self' } });
    });
    return { body: { secondFactor: false } };
  },
});
