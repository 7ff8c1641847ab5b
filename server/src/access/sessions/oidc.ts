import * as client from 'openid-client';
import { outboundFetch } from '../../outbound/outbound-fetch.ts';
import type { Outbound } from '../../outbound/send-request.ts';
import type { Identity } from './identity-store.ts';

/** Single sign-on by OpenID Connect, as the environment configures it. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  /** What the button says. */
  readonly name: string;
  readonly scopes: string;
  readonly loginClaim: string;
  readonly emailClaim: string;
  /** undefined: groups are kept in Gangway. */
  readonly groupsClaim: string | undefined;
  /** What a value of that claim means, where it is not the group's own name. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly createUsers: boolean;
}

/** What the browser keeps, sealed, while it is away at the provider. */
export interface RoundTrip {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider says of somebody. */
export interface Person {
  readonly identity: Identity;
  readonly login: string | undefined;
  /** Only one that the provider says it has verified. */
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  /** undefined: the claim is not there, or none is configured. */
  readonly groups: readonly string[] | undefined;
}

/** Why nobody was signed in; `problem` stands in the address of the sign-in page (docs/sign-in.md). */
export class OidcFailure extends Error {
  override readonly name = 'OidcFailure';
  readonly problem: OidcProblem;

  constructor(problem: OidcProblem, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.problem = problem;
  }
}

export const oidcProblems = ['provider-unavailable', 'provider-refused', 'sign-in-expired', 'unknown-user'] as const;
export type OidcProblem = (typeof oidcProblems)[number];

const timeoutMs = 10_000;
/** Keys and addresses of a provider change rarely; its keys are read anew by themselves when a signature names another one. */
const keptMs = 3_600_000;
const transport = { key: 'oidc', concurrency: 8, allow: null } as const;

/** How people sign in elsewhere. */
export type SignInElsewhere = Pick<OidcProvider, 'settings' | 'begin' | 'finish'>;

/** One provider: code flow with PKCE (RFC 7636), state and nonce; signatures, issuer and audience are judged by `openid-client`. */
export class OidcProvider {
  readonly settings: OidcSettings;
  readonly #outbound: Outbound;
  readonly #clock: () => number;
  #known: { readonly configuration: Promise<client.Configuration>; readonly until: number } | undefined;

  constructor(settings: OidcSettings, outbound: Outbound, clock: () => number = () => performance.now()) {
    this.settings = settings;
    this.#outbound = outbound;
    this.#clock = clock;
  }

  /** Where the browser is sent, and what it has to bring back. */
  async begin(redirectUri: string): Promise<{ readonly url: URL; readonly trip: RoundTrip }> {
    const configuration = await this.#configuration();
    const trip = {
      ...{ state: client.randomState(), nonce: client.randomNonce() },
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes,
      state: trip.state,
      nonce: trip.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(trip.verifier),
      code_challenge_method: 'S256',
    });
    return { url, trip };
  }

  /** Whom the provider has sent back. `address`: the one that the browser came to, on the address that others are told. */
  async finish(address: URL, { state, nonce, verifier }: RoundTrip): Promise<Person> {
    const configuration = await this.#configuration();
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(configuration, address, checks);
      const claims = tokens.claims();
      if (claims === undefined) throw new OidcFailure('provider-refused', 'The provider has sent no ID token.');
      const further = this.#isComplete(claims) ? {} : await userInfo(configuration, tokens.access_token, claims.sub);
      return this.#personOf({ ...further, ...claims }, { issuer: claims.iss, subject: claims.sub });
    } catch (error) {
      if (error instanceof OidcFailure) throw error;
      const words = error instanceof client.AuthorizationResponseError ? error.error : messageOf(error);
      throw new OidcFailure('provider-refused', `The provider's answer was not accepted: ${words}.`, { cause: error });
    }
  }

  #configuration(): Promise<client.Configuration> {
    const known = this.#known;
    if (known !== undefined && known.until > this.#clock()) return known.configuration;
    const configuration = this.#discover().catch((error: unknown) => {
      // The next one who signs in asks again.
      this.#known = undefined;
      const { issuer } = this.settings;
      const sentence = `The provider ${issuer} cannot be asked: ${messageOf(error)}`;
      throw new OidcFailure('provider-unavailable', sentence, { cause: error });
    });
    this.#known = { configuration, until: this.#clock() + keptMs };
    return configuration;
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const authentication = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
    const plain = issuer.startsWith('http:');
    return client.discovery(new URL(issuer), clientId, undefined, authentication, {
      [client.customFetch]: outboundFetch(this.#outbound, transport, timeoutMs),
      timeout: timeoutMs / 1000,
      // The setting takes http only for this machine (config.ts).
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to make people think, which config.ts does.
      ...(plain ? { execute: [client.allowInsecureRequests] } : {}),
    });
  }

  #isComplete(claims: Readonly<Record<string, unknown>>): boolean {
    const { loginClaim, emailClaim, groupsClaim } = this.settings;
    return [loginClaim, emailClaim, ...(groupsClaim === undefined ? [] : [groupsClaim])].every(
      (name) => claims[name] !== undefined,
    );
  }

  #personOf(claims: Readonly<Record<string, unknown>>, identity: Identity): Person {
    const { loginClaim, emailClaim, groupsClaim, groupNames } = this.settings;
    const text = (name: string): string | undefined => {
      const value = claims[name];
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    };
    const given = groupsClaim === undefined ? undefined : claims[groupsClaim];
    const values = typeof given === 'string' ? [given] : Array.isArray(given) ? given : undefined;
    return {
      identity,
      login: text(loginClaim),
      // Whoever can write any address into an account over there must not become its owner here.
      email: claims['email_verified'] === true ? text(emailClaim) : undefined,
      firstName: text('given_name'),
      lastName: text('family_name') ?? text('name'),
      groups: values
        ?.filter((value): value is string => typeof value === 'string')
        .map((value) => groupNames.get(value) ?? value),
    };
  }
}

/** Providers that put little into the ID token tell the rest here. */
async function userInfo(configuration: client.Configuration, accessToken: string, subject: string): Promise<object> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
  return client.fetchUserInfo(configuration, accessToken, subject);
}

/** The deepest sentence: libraries wrap what the way out has said. */
function messageOf(error: unknown): string {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error ? found.message : String(found);
}
