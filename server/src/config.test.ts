import { describe, expect, test } from 'vitest';
import { publicUrl, readConfig } from './config.ts';
import { Refusal } from './errors.ts';

function faultsOf(environment: Record<string, string>): (string | undefined)[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map((fault) => fault.message);
  }
  return [];
}

describe('the settings', () => {
  test('have defaults for everything that a first start needs', () => {
    const { config, origins, unknown } = readConfig({});
    expect(config).toMatchObject({ port: 8080, host: '127.0.0.1', dataFolder: './data', roles: ['api', 'worker'] });
    expect(config.databaseUrl).toBeUndefined();
    expect(origins.port).toBe('default');
    expect(unknown).toEqual([]);
  });

  test('come from the environment, and an empty variable counts as one that is not set', () => {
    const { config, origins } = readConfig({
      GANGWAY_PORT: '9000',
      GANGWAY_HOST: ' ',
      GANGWAY_EGRESS_ALLOW: '10.0.0.0/8, ::1',
    });
    expect(config).toMatchObject({ port: 9000, host: '127.0.0.1', egressAllow: ['10.0.0.0/8', '::1'] });
    expect(origins).toMatchObject({ port: 'environment', host: 'default' });
  });

  test('take origins as browsers send them, and nothing else', () => {
    const { config } = readConfig({ GANGWAY_CORS_ORIGINS: 'https://a.example.com, http://localhost:3000' });
    expect(config.corsOrigins).toEqual(['https://a.example.com', 'http://localhost:3000']);
    for (const text of ['*', 'https://a.example.com/', 'a.example.com', 'https://A.example.com', 'ftp://a', 'null'])
      expect(faultsOf({ GANGWAY_CORS_ORIGINS: text }), text).toEqual([
        expect.stringContaining('is no origin; write scheme, host and port only'),
      ]);
  });

  test('of signing in take durations, pairs and an issuer that is safe', () => {
    const { config } = readConfig({
      GANGWAY_SESSION_IDLE: '30m',
      GANGWAY_OIDC_GROUPS: 'accounting=Bookkeepers, it=Readers',
    });
    expect(config).toMatchObject({ sessionIdleMs: 1_800_000, sessionLifeMs: 604_800_000, passwords: true });
    expect([...config.oidcGroups]).toEqual([
      ['accounting', 'Bookkeepers'],
      ['it', 'Readers'],
    ]);
    for (const issuer of ['https://login.example.com/realms/x', 'http://localhost:9000', 'http://127.0.0.1:9000'])
      expect(faultsOf({ GANGWAY_OIDC_ISSUER: issuer, GANGWAY_OIDC_CLIENT_ID: 'x' }), issuer).toEqual([]);
    expect(
      faultsOf({
        ...{ GANGWAY_SESSION_IDLE: '1m', GANGWAY_SESSION_LIFE: '61d', GANGWAY_PASSWORDS: 'maybe' },
        ...{ GANGWAY_OIDC_ISSUER: 'http://login.example.com', GANGWAY_OIDC_GROUPS: 'accounting' },
      }),
    ).toEqual([
      'GANGWAY_PASSWORDS must be on or off.',
      'GANGWAY_SESSION_IDLE must be a duration such as 30m, 8h or 7d, from 5m to 30d.',
      'GANGWAY_SESSION_LIFE must be a duration such as 30m, 8h or 7d, from 5m to 60d.',
      'GANGWAY_OIDC_ISSUER is no address with https, such as https://login.example.com/realms/company.',
      'GANGWAY_OIDC_GROUPS must be pairs split by commas, such as "accounting=Bookkeepers,it=Administrators".',
    ]);
  });

  test('leave somebody a way to sign in', () => {
    expect(faultsOf({ GANGWAY_PASSWORDS: 'off' })).toEqual([
      'GANGWAY_PASSWORDS is off, and no GANGWAY_OIDC_ISSUER is set: nobody could sign in.',
    ]);
    expect(faultsOf({ GANGWAY_OIDC_ISSUER: 'https://login.example.com' })).toEqual([
      'GANGWAY_OIDC_CLIENT_ID is missing: single sign-on needs both GANGWAY_OIDC_ISSUER and GANGWAY_OIDC_CLIENT_ID.',
    ]);
  });

  test('want a certificate for a port of HTTPS', () => {
    expect(faultsOf({ GANGWAY_TLS_PORT: '8443' })).toEqual([
      'GANGWAY_TLS_PORT needs a certificate: set GANGWAY_TLS_CERT and GANGWAY_TLS_KEY too.',
    ]);
  });

  test('with a fault name the slips of the pen too', () => {
    expect(faultsOf({ GANGWAY_PORT: 'x', GANGWAY_PROT: '1' })).toEqual([
      'GANGWAY_PORT must be a whole number from 0 to 65535.',
      'GANGWAY_PROT is set, but there is no such setting.',
    ]);
  });

  test('report all faults at once, each with the name of its variable', () => {
    expect(
      faultsOf({
        GANGWAY_PORT: '80a',
        GANGWAY_ROLES: 'api,cook',
        GANGWAY_ADMIN_TOKEN: 'short',
        GANGWAY_EGRESS_ALLOW: '10.0.0.0/99',
        GANGWAY_SECRET_KEY: 'abc',
        GANGWAY_LOG_LEVEL: 'loud',
        GANGWAY_TLS_CERT: 'x.pem',
      }),
    ).toEqual([
      'GANGWAY_PORT must be a whole number from 0 to 65535.',
      'GANGWAY_ROLES must name one or more of api, worker, split by commas.',
      'GANGWAY_SECRET_KEY must have 32 characters or more; `openssl rand -base64 32` makes such a key.',
      'GANGWAY_ADMIN_TOKEN must have 32 to 200 characters without spaces.',
      'GANGWAY_EGRESS_ALLOW has "10.0.0.0/99", which is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8.',
      'GANGWAY_LOG_LEVEL must be one of debug, info, warn, error, silent.',
      'GANGWAY_TLS_KEY is missing: HTTPS needs both GANGWAY_TLS_CERT and GANGWAY_TLS_KEY.',
    ]);
  });

  test('do not repeat a secret in a fault', () => {
    const faults = faultsOf({ GANGWAY_DATABASE_URL: 'mysql://root:topsecret@db/x', GANGWAY_SECRET_KEY: 'topsecret' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('topsecret');
  });

  test('name variables that mean nothing', () => {
    expect(readConfig({ GANGWAY_PROT: '1', GANGWAY_TEST_DATABASE_URL: 'x', PATH: '/' }).unknown).toEqual([
      'GANGWAY_PROT',
    ]);
  });

  test('say the address that others are told', () => {
    const base = { publicUrl: undefined, tlsCertificate: undefined };
    expect(publicUrl({ ...base, host: '0.0.0.0' }, 8080)).toBe('http://localhost:8080');
    expect(publicUrl({ ...base, host: '::1', tlsCertificate: 'x' }, 443)).toBe('https://[::1]:443');
    expect(publicUrl({ ...base, host: 'x', publicUrl: 'https://g.example/' }, 1)).toBe('https://g.example');
  });
});
