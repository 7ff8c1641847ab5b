import { type Fault, refuse } from './errors.ts';
import {
  duration,
  emails,
  issuer,
  listOf,
  match,
  oneOf,
  origins,
  pairs,
  ranges,
  secretKeys,
  url,
  wholeNumber,
  yesOrNo,
  type Reading,
} from './read-setting.ts';

export interface Setting<T = unknown> {
  readonly name: `GANGWAY_${string}`;
  /** The text that stands when nothing is set; undefined: there is none, and `meaning` says what happens then. */
  readonly default?: string;
  /** A paragraph for the operator, in Markdown. docs/configuration.md is generated from it. */
  readonly meaning: string;
  /** `gangway config` shows only that it is set. */
  readonly secret?: true;
  /** Who reads it: the server (default), or the commands that speak to a running one. */
  readonly reader?: 'command line';
  read(text: string): Reading<T>;
}

/** Stands in the data folder when the first start drew the administrator's token itself. The commands on this machine use it. */
export const adminTokenFile = 'admin-token';

function setting<T>(row: Setting<T>): Setting<T> {
  return row;
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const roleNames = ['api', 'worker'] as const;
const claimPattern = /^[\x21-\x7e]{1,200}$/;

/** Every setting there is. This table is the only place that knows a name, a default, a meaning and a check. */
export const settings = {
  port: setting<number>({
    name: 'GANGWAY_PORT',
    default: '8080',
    meaning: 'The port on which the API and the console listen. 0 takes a free one and prints it.',
    read: (text) => wholeNumber(text, 0, 65_535),
  }),
  host: setting<string>({
    name: 'GANGWAY_HOST',
    default: '127.0.0.1',
    meaning:
      'The address on which the server listens. The default can be reached from this machine only; `0.0.0.0` listens on every IPv4 address, `::` on every address.',
    read: (text) => match(text, /^[A-Za-z0-9.:_-]+$/, 'is not an address; write one such as 127.0.0.1 or 0.0.0.0'),
  }),
  dataFolder: setting<string>({
    name: 'GANGWAY_DATA',
    default: './data',
    meaning:
      'The folder of the embedded database, the secret key and the first administrator’s token. Relative to the folder in which the server is started.',
    read: (text) => ({ value: text }),
  }),
  databaseUrl: setting<string | undefined>({
    name: 'GANGWAY_DATABASE_URL',
    meaning:
      'A PostgreSQL 15 or newer to use instead of the embedded one, such as `postgres://gangway:password@db.example.com:5432/gangway`.',
    secret: true,
    read: (text) => url(text, ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database'),
  }),
  databaseConnections: setting<number>({
    name: 'GANGWAY_DATABASE_CONNECTIONS',
    default: '20',
    meaning: 'How many connections to the database one process opens at most.',
    read: (text) => wholeNumber(text, 4, 500),
  }),
  roles: setting<readonly Role[]>({
    name: 'GANGWAY_ROLES',
    default: 'api,worker',
    meaning:
      'What this process does: `api` answers requests, `worker` sends deliveries. Several processes with either role may share one database.',
    read: (text) => listOf(text, roleNames),
  }),
  secretKey: setting<readonly string[] | undefined>({
    name: 'GANGWAY_SECRET_KEY',
    meaning:
      'The key that seals the secrets of connections in the database: 32 characters or more, made for example by `openssl rand -base64 32`. Not set: a key is made at the first start and kept in the data folder as `secret.key`. To change the key, name the new one first and the old one after a comma for one start, which seals everything anew.',
    secret: true,
    read: secretKeys,
  }),
  adminToken: setting<string | undefined>({
    name: 'GANGWAY_ADMIN_TOKEN',
    meaning:
      'Read at the first start only: the token of the first administrator, any 32 characters or more, good for calls from this machine. Not set: one is made and kept in the data folder as `admin-token`.',
    secret: true,
    read: (text) => match(text, /^[\x21-\x7e]{32,200}$/, 'must have 32 to 200 characters without spaces'),
  }),
  adminPassword: setting<string | undefined>({
    name: 'GANGWAY_ADMIN_PASSWORD',
    meaning:
      'Read as long as the console was not set up: the password of the first administrator, whose login is `admin` at the first start; 12 characters or more. Not set: the start prints a code, with which the first visitor of the console sets it up.',
    secret: true,
    read: (text) => match(text, /^.{12,200}$/u, 'must have 12 to 200 characters'),
  }),
  passwords: setting<boolean>({
    name: 'GANGWAY_PASSWORDS',
    default: 'on',
    meaning:
      '`off`: nobody signs in with a password, only through the OpenID Connect provider, which must be set then.',
    read: yesOrNo,
  }),
  sessionIdleMs: setting<number>({
    name: 'GANGWAY_SESSION_IDLE',
    default: '8h',
    meaning: 'After how long without a call a session of the console ends, such as `30m` or `8h`.',
    read: (text) => duration(text, 5 * 60_000, 30 * 86_400_000, 'from 5m to 30d'),
  }),
  sessionLifeMs: setting<number>({
    name: 'GANGWAY_SESSION_LIFE',
    default: '7d',
    meaning: 'How long a session lasts at most, however much it is used.',
    read: (text) => duration(text, 5 * 60_000, 60 * 86_400_000, 'from 5m to 60d'),
  }),
  oidcIssuer: setting<string | undefined>({
    name: 'GANGWAY_OIDC_ISSUER',
    meaning:
      'The OpenID Connect provider through which people sign in, by the address of its issuer, such as `https://login.example.com/realms/company`. With `GANGWAY_OIDC_CLIENT_ID`. The provider sends people back to `/api/v1/session/oidc/callback` below `GANGWAY_PUBLIC_URL`; one in a private network also needs `GANGWAY_EGRESS_ALLOW`. See docs/sign-in.md.',
    read: issuer,
  }),
  oidcClientId: setting<string | undefined>({
    name: 'GANGWAY_OIDC_CLIENT_ID',
    meaning: 'As what the provider knows this server.',
    read: (text) => ({ value: text }),
  }),
  oidcClientSecret: setting<string | undefined>({
    name: 'GANGWAY_OIDC_CLIENT_SECRET',
    meaning: 'The secret that the provider has given for it. Not set: a public client.',
    secret: true,
    read: (text) => ({ value: text }),
  }),
  oidcName: setting<string>({
    name: 'GANGWAY_OIDC_NAME',
    default: 'single sign-on',
    meaning: 'What the button says: "Sign in with ...".',
    read: (text) => match(text, /^.{1,60}$/u, 'may have 60 characters'),
  }),
  oidcScopes: setting<string>({
    name: 'GANGWAY_OIDC_SCOPES',
    default: 'openid profile email',
    meaning: 'What the provider is asked for.',
    read: (text) => match(text, /^openid(?: [\x21-\x7e]+)*$/, 'must be names split by spaces, `openid` first'),
  }),
  oidcLoginClaim: setting<string>({
    name: 'GANGWAY_OIDC_LOGIN_CLAIM',
    default: 'preferred_username',
    meaning: 'The claim that is compared with the login of users at their first sign-in through the provider.',
    read: (text) => match(text, claimPattern, 'is no name of a claim'),
  }),
  oidcEmailClaim: setting<string>({
    name: 'GANGWAY_OIDC_EMAIL_CLAIM',
    default: 'email',
    meaning: 'The claim that is compared with their e-mail, where the provider says that it has verified it.',
    read: (text) => match(text, claimPattern, 'is no name of a claim'),
  }),
  oidcGroupsClaim: setting<string | undefined>({
    name: 'GANGWAY_OIDC_GROUPS_CLAIM',
    meaning:
      'The claim with the groups of a user, such as `groups`: at each sign-in the user is put into those that there are here, and out of the others. Not set: groups are given here.',
    read: (text) => match(text, claimPattern, 'is no name of a claim'),
  }),
  oidcGroups: setting<ReadonlyMap<string, string>>({
    name: 'GANGWAY_OIDC_GROUPS',
    default: '',
    meaning:
      'What values of that claim mean, where they are not the names of groups: pairs such as `accounting=Bookkeepers,it=Administrators`.',
    read: pairs,
  }),
  oidcCreateUsers: setting<boolean>({
    name: 'GANGWAY_OIDC_CREATE_USERS',
    default: 'off',
    meaning: '`on`: whoever comes from the provider and is no user yet becomes one.',
    read: yesOrNo,
  }),
  egressAllow: setting<readonly string[]>({
    name: 'GANGWAY_EGRESS_ALLOW',
    default: '',
    meaning:
      'Addresses and ranges, split by commas, that connections may call though they are private, such as `127.0.0.1,10.1.0.0/16`. Addresses of cloud metadata services are never called.',
    read: ranges,
  }),
  publicUrl: setting<string | undefined>({
    name: 'GANGWAY_PUBLIC_URL',
    meaning:
      'The address at which others reach this server, such as `https://gangway.example.com`; links in notices start with it. Not set: the address on which it listens.',
    read: (text) => url(text, ['http:', 'https:'], 'https://gangway.example.com'),
  }),
  smtpUrl: setting<string | undefined>({
    name: 'GANGWAY_SMTP_URL',
    meaning:
      'The mail server through which people are told of alerts, such as `smtp://user:password@mail.example.com:587` (STARTTLS where it is offered) or `smtps://...:465`. Not set: no mail is sent; alerts stand in the API, and hooks can ask for `alerts.opened`.',
    secret: true,
    read: (text) => url(text, ['smtp:', 'smtps:'], 'smtp://user:password@mail.example.com:587'),
  }),
  alertEmail: setting<readonly string[]>({
    name: 'GANGWAY_ALERT_EMAIL',
    default: '',
    meaning:
      'Who gets mail about every alert, split by commas: a connection or hook that starts to fail or has recovered, a message that was refused or given up. The owner of a hook gets mail about it in any case.',
    read: emails,
  }),
  mailFrom: setting<string>({
    name: 'GANGWAY_MAIL_FROM',
    default: 'Gangway <gangway@localhost>',
    meaning: 'The sender of these mails. Most mail servers take only addresses of their own domain.',
    read: (text) =>
      match(text, /^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'is no sender; write one such as gangway@example.com'),
  }),
  installation: setting<string | undefined>({
    name: 'GANGWAY_INSTALLATION',
    meaning:
      'A name of this installation. The database remembers it; started under another name it is a copy, and every connection is paused until a person confirms. Not set: PostgreSQL’s system identifier, which a restored dump and a copied test system change as well.',
    read: (text) =>
      match(text, /^[\w.-]{1,100}$/, 'may have letters, digits, dots, hyphens and underscores, 100 at most'),
  }),
  allowedAddresses: setting<readonly string[]>({
    name: 'GANGWAY_ALLOWED_ADDRESSES',
    default: '',
    meaning:
      'Addresses and ranges, split by commas, from which calls are taken at all, beside the ranges of each token, such as `10.0.0.0/8,2001:db8::/32`. Calls from this machine are always taken, `/healthz` and `/readyz` always answered. Empty: from everywhere.',
    read: ranges,
  }),
  trustedProxies: setting<readonly string[]>({
    name: 'GANGWAY_TRUSTED_PROXIES',
    default: '',
    meaning:
      'Addresses and ranges of reverse proxies, split by commas, whose `X-Forwarded-For` or `Forwarded` is believed. From everyone else the address of the socket counts.',
    read: ranges,
  }),
  tlsCertificate: setting<string | undefined>({
    name: 'GANGWAY_TLS_CERT',
    meaning:
      'The file with the certificate and those that it hangs on (PEM). Together with `GANGWAY_TLS_KEY`: the server speaks HTTPS beside plain HTTP. A renewed file is noticed within seconds; no restart is needed.',
    read: (text) => ({ value: text }),
  }),
  tlsKey: setting<string | undefined>({
    name: 'GANGWAY_TLS_KEY',
    meaning: 'The file with the certificate’s private key (PEM).',
    read: (text) => ({ value: text }),
  }),
  tlsPort: setting<number | undefined>({
    name: 'GANGWAY_TLS_PORT',
    meaning:
      'A port of its own for HTTPS, so that a firewall can leave plain HTTP to this machine. Not set: HTTPS and HTTP share `GANGWAY_PORT`, and what a caller says first decides.',
    read: (text) => wholeNumber(text, 0, 65_535),
  }),
  corsOrigins: setting<readonly string[]>({
    name: 'GANGWAY_CORS_ORIGINS',
    default: '',
    meaning:
      'Origins of web pages, split by commas, that may call the API from a browser, such as `https://intranet.example.com`. Each is compared exactly; credentials of the browser are never taken. Not set: no page but those of this server.',
    read: origins,
  }),
  bodyLimitBytes: setting<number>({
    name: 'GANGWAY_BODY_LIMIT',
    default: '10485760',
    meaning: 'The largest body of a request that is read, in bytes.',
    read: (text) => wholeNumber(text, 1024, 1_073_741_824),
  }),
  retentionMonths: setting<number>({
    name: 'GANGWAY_RETENTION_MONTHS',
    default: '13',
    meaning:
      'How many months finished deliveries stay with their attempts and messages. Whole months are dropped, and none that still holds an open delivery.',
    read: (text) => wholeNumber(text, 1, 1200),
  }),
  historyMonths: setting<number>({
    name: 'GANGWAY_HISTORY_MONTHS',
    default: '120',
    meaning: 'How many months the history of records and the audit stay.',
    read: (text) => wholeNumber(text, 1, 1200),
  }),
  logLevel: setting<LogLevel>({
    name: 'GANGWAY_LOG_LEVEL',
    default: 'info',
    meaning: 'The least level that is logged: `debug`, `info`, `warn`, `error` or `silent`.',
    read: (text) => oneOf(text, logLevels),
  }),
  url: setting<string | undefined>({
    name: 'GANGWAY_URL',
    meaning:
      'Where `gangway apply`, `export`, `diff`, `preview`, `resend` and `token` find the running server. Not set: this machine, at `GANGWAY_PORT`.',
    reader: 'command line',
    read: (text) => url(text, ['http:', 'https:'], 'https://gangway.example.com'),
  }),
  token: setting<string | undefined>({
    name: 'GANGWAY_TOKEN',
    meaning:
      'The token that these commands use. Not set: `GANGWAY_ADMIN_TOKEN`, or the file `admin-token` in the data folder.',
    secret: true,
    reader: 'command line',
    read: (text) => match(text, /^[\x21-\x7e]+$/, 'must not have spaces'),
  }),
  unit: setting<number>({
    name: 'GANGWAY_UNIT',
    default: '1',
    meaning: 'The business unit that these commands speak of.',
    reader: 'command line',
    read: (text) => wholeNumber(text, 1, 2_147_483_647),
  }),
} satisfies Record<string, Setting>;

export type Role = (typeof roleNames)[number];
export type LogLevel = (typeof logLevels)[number];
export type SettingKey = keyof typeof settings;
export type Config = { readonly [Key in SettingKey]: (typeof settings)[Key] extends Setting<infer T> ? T : never };

export interface ConfigReading {
  readonly config: Config;
  /** Where each value came from. */
  readonly origins: Readonly<Record<SettingKey, 'environment' | 'default'>>;
  /** Variables that begin with GANGWAY_ and mean nothing: most likely a slip of the pen. */
  readonly unknown: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every setting; refuses with all faults at once. An empty variable counts as one that is not set. */
export function readConfig(environment: Environment = process.env): ConfigReading {
  const values: Record<string, unknown> = {};
  const origins: Record<string, 'environment' | 'default'> = {};
  const faults: Fault[] = [];
  for (const [key, row] of Object.entries<Setting>(settings)) {
    const text = environment[row.name]?.trim();
    origins[key] = text ? 'environment' : 'default';
    const source = text ? text : row.default;
    if (source === undefined) continue;
    const reading = row.read(source);
    if ('value' in reading) values[key] = reading.value;
    else faults.push({ path: row.name, message: `${row.name} ${reading.fault}.` });
  }
  if ((values['tlsCertificate'] === undefined) !== (values['tlsKey'] === undefined)) {
    const path = values['tlsKey'] === undefined ? 'GANGWAY_TLS_KEY' : 'GANGWAY_TLS_CERT';
    faults.push({ path, message: `${path} is missing: HTTPS needs both GANGWAY_TLS_CERT and GANGWAY_TLS_KEY.` });
  }
  if (values['tlsPort'] !== undefined && values['tlsCertificate'] === undefined) {
    const message = 'GANGWAY_TLS_PORT needs a certificate: set GANGWAY_TLS_CERT and GANGWAY_TLS_KEY too.';
    faults.push({ path: 'GANGWAY_TLS_PORT', message });
  }
  faults.push(...signInFaults(values));
  if (faults.length > 0) {
    const slips = unknownNames(environment).map((name) => ({
      path: name,
      message: `${name} is set, but there is no such setting.`,
    }));
    const sentence = 'The settings of the environment have faults; mend them and start again.';
    refuse('invalid-configuration', sentence, [...faults, ...slips]);
  }
  // Every key of the table was read above or is one of those that may be undefined.
  return {
    config: values as unknown as Config,
    origins: origins as ConfigReading['origins'],
    unknown: unknownNames(environment),
  };
}

/** A provider needs to know who asks, and somebody must be able to sign in. */
function signInFaults({ passwords, oidcIssuer, oidcClientId }: Readonly<Record<string, unknown>>): Fault[] {
  const fault = (path: string, message: string): Fault[] => [{ path, message }];
  if ((oidcIssuer === undefined) !== (oidcClientId === undefined)) {
    const path = oidcIssuer === undefined ? 'GANGWAY_OIDC_ISSUER' : 'GANGWAY_OIDC_CLIENT_ID';
    return fault(path, `${path} is missing: single sign-on needs both GANGWAY_OIDC_ISSUER and GANGWAY_OIDC_CLIENT_ID.`);
  }
  if (passwords !== false || oidcIssuer !== undefined) return [];
  return fault(
    'GANGWAY_PASSWORDS',
    'GANGWAY_PASSWORDS is off, and no GANGWAY_OIDC_ISSUER is set: nobody could sign in.',
  );
}

function unknownNames(environment: Environment): string[] {
  const known = new Set<string>(Object.values(settings).map((row) => row.name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('GANGWAY_') && !name.startsWith('GANGWAY_TEST_') && !known.has(name))
    .sort();
}

/** The address that others are told. */
export function publicUrl(config: Pick<Config, 'publicUrl' | 'host' | 'tlsCertificate'>, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/+$/, '');
  const everyAddress = config.host === '0.0.0.0' || config.host === '::';
  const host = everyAddress ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tlsCertificate === undefined ? 'http' : 'https'}://${host}:${port}`;
}
