import type { Config } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import type { Logger } from '../../log.ts';
import type { Outbound } from '../../outbound/send-request.ts';
import { writeRefusal } from '../audit-store.ts';
import { RefusalAudit } from '../refusal-audit.ts';
import { OidcProvider } from './oidc.ts';
import { PasswordHasher } from './password-hash.ts';
import type { SignIn } from './sign-in.ts';

export interface SignInOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly outbound: Outbound;
  readonly now: () => Date;
  readonly config: Pick<
    Config,
    | 'passwords'
    | 'sessionIdleMs'
    | 'sessionLifeMs'
    | 'oidcIssuer'
    | 'oidcClientId'
    | 'oidcClientSecret'
    | 'oidcName'
    | 'oidcScopes'
    | 'oidcLoginClaim'
    | 'oidcEmailClaim'
    | 'oidcGroupsClaim'
    | 'oidcGroups'
    | 'oidcCreateUsers'
  >;
}

/** Signing in as the environment configures it; whoever opens it calls `refusals.flush()` at the end. */
export function openSignIn({ database, log, outbound, now, config }: SignInOptions): SignIn {
  const write = (note: Parameters<typeof writeRefusal>[1]) => writeRefusal(database, note, 'sign-in-refused');
  return {
    hasher: new PasswordHasher(),
    terms: { idleMs: config.sessionIdleMs, lifeMs: config.sessionLifeMs },
    passwords: config.passwords,
    oidc: providerOf(config, outbound),
    refusals: new RefusalAudit({ write, log, now }),
  };
}

function providerOf(config: SignInOptions['config'], outbound: Outbound): OidcProvider | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, oidcGroups: groupNames } = config;
  if (issuer === undefined || clientId === undefined) return undefined;
  const { oidcName: name, oidcScopes: scopes, oidcCreateUsers: createUsers } = config;
  const { oidcLoginClaim: loginClaim, oidcEmailClaim: emailClaim, oidcGroupsClaim: groupsClaim } = config;
  const claims = { loginClaim, emailClaim, groupsClaim, groupNames };
  return new OidcProvider({ issuer, clientId, clientSecret, name, scopes, createUsers, ...claims }, outbound);
}
