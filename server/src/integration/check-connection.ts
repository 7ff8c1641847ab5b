import { compileText } from '@gangway/language';
import type { Connection } from '../connections/connection.ts';
import type { Fault } from '../errors.ts';
import { type EgressAllowance, isHostAllowance, vetUrl } from '../outbound/address-guard.ts';
import { headerNameFault } from '../outbound/header-names.ts';
import { charsetFault, messageScope } from '../templates/compile-message-template.ts';
import { inside } from './inside.ts';
import { placed } from './placed-faults.ts';
import { scheduleFaults } from './schedule-faults.ts';

/** What is wrong with a connection: its addresses, times, charset, and the texts that it brings to every message. */
export function connectionFaults(
  connection: Connection,
  path: string,
  egressRanges: EgressAllowance['ranges'],
  dictionaries: readonly string[],
): Fault[] {
  const { retry, timeout, charset } = connection;
  const unknownCharset = charset === undefined ? undefined : charsetFault(charset);
  return [
    ...addressFaults(connection, path, egressRanges),
    ...scheduleFaults(path, retry, timeout),
    ...(unknownCharset === undefined ? [] : [{ path: `${inside(path)}charset`, message: unknownCharset }]),
    ...textFaults(connection, path, dictionaries),
  ];
}

function addressFaults(
  { url, allow = [], authentication }: Connection,
  path: string,
  ranges: EgressAllowance['ranges'],
): Fault[] {
  const addresses = [
    ['url', url] as const,
    ...(authentication?.kind === 'oauth2' ? [['authentication.tokenUrl', authentication.tokenUrl] as const] : []),
  ];
  const faults = addresses.flatMap(([field, address]): Fault[] => {
    const vetted = vetUrl(address, { ranges, hosts: allow });
    return vetted.ok ? [] : [{ path: `${inside(path)}${field}`, message: vetted.refusal.sentence }];
  });
  const hosts = allow.flatMap((host, index): Fault[] =>
    isHostAllowance(host)
      ? []
      : [
          {
            path: `${inside(path)}allow[${index}]`,
            message: `${JSON.stringify(host)} is not host:port, such as "10.1.2.3:8090".`,
          },
        ],
  );
  return [...faults, ...hosts];
}

function textFaults({ headers, query }: Connection, path: string, dictionaries: readonly string[]): Fault[] {
  const scope = messageScope({ kind: 'any' }, dictionaries);
  const faultsIn = (part: 'headers' | 'query', texts: Connection['headers'] = {}): Fault[] =>
    Object.entries(texts).flatMap(([name, text]) => {
      const at = `${inside(path)}${part}.${name}`;
      const fault = part === 'headers' ? headerNameFault(name) : undefined;
      const compiled = compileText(text, scope, { encode: part === 'headers' ? 'header' : 'none' });
      return [
        ...(fault === undefined ? [] : [{ path: at, message: `${fault}.` }]),
        ...(compiled.ok ? [] : placed(at, compiled.problems)),
      ];
    });
  return [...faultsIn('headers', headers), ...faultsIn('query', query)];
}
