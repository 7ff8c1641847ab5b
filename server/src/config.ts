import { parseRange } from './address-range.ts';
import { type Fault, refuse } from './errors.ts';

/** What a text of the environment means: a value, or a sentence about what is wrong with it (without the name, which is put before it). */
type Reading<T> = { readonly value: T } | { readonly fault: string };

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

function wholeNumber(text: string, least: number, most: number): Reading<number> {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return { value };
  return { fault: `must be a whole number from ${least} to ${most}` };
}

function match(text: string, pattern: RegExp, fault: string): Reading<string> {
  return pattern.test(text) ? { value: text } : { fault };
}

function oneOf<T extends string>(text: string, names: readonly T[]): Reading<T> {
  const value = names.find((name) => name === text.toLowerCase());
  return value === undefined ? { fault: `must be one of ${names.join(', ')}` } : { value };
}

function listOf<T extends string>(text: string, names: readonly T[]): Reading<readonly T[]> {
  const parts = splitList(text);
  const value = names.filter((name) => parts.includes(name));
  const wrong = parts.some((part) => !names.some((name) => name === part));
  return wrong || value.length === 0
    ? { fault: `must name one or more of ${names.join(', ')}, split by commas` }
    : { value };
}

function ranges(text: string): Reading<readonly string[]> {
  const parts = splitList(text);
  const wrong = parts.find((part) => parseRange(part) === undefined);
  if (wrong === undefined) return { value: parts };
  return {
    fault: `has ${JSON.stringify(wrong)}, which is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8`,
  };
}

function emails(text: string): Reading<readonly string[]> {
  const parts = splitList(text);
  const wrong = parts.find((part) => !/^[^\s@<>]+@[^\s@<>]+$/.test(part));
  if (wrong === undefined) return { value: parts };
  return { fault: `has ${JSON.stringify(wrong)}, which is no address; write someone@example.com` };
}

function url(text: string, protocols: readonly string[], example: string): Reading<string> {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  // The text is not repeated: a database's URL holds its password.
  return parsed !== undefined && protocols.includes(parsed.protocol)
    ? { value: text }
    : { fault: `is not an address such as ${example}` };
}

function origins(text: string): Reading<readonly string[]> {
  const value = splitList(text);
  const wrong = value.find((part) => !URL.canParse(part) || !/^https?:/.test(part) || new URL(part).origin !== part);
  if (wrong === undefined) return { value };
  return {
    fault: `has ${JSON.stringify(wrong)}, which is no origin; write scheme, host and port only, as in https://intranet.example.com`,
  };
}

function secretKeys(text: string): Reading<readonly string[]> {
  const value = splitList(text);
  return value.length > 0 && value.every((key) => key.length >= 32)
    ? { value }
    : { fault: 'must have 32 characters or more; `openssl rand -base64 32` makes such a key' };
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
