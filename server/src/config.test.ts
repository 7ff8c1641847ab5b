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
