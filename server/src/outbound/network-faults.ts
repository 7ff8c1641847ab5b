import type { Target } from './address-guard.ts';
import type { Fault } from './outbound-request.ts';
import { errorCode } from './tls-faults.ts';

/** What the operating system says when a connection cannot be made, in words. */
export function connectFault(error: unknown, target: Target): Fault {
  const code = firstCode(error);
  const { hostname, port } = target;
  switch (code) {
    case 'ECONNREFUSED':
      return fault(
        'connection-refused',
        `The server ${hostname} refused the connection on port ${port}: nothing is listening there.`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return fault(
        'host-unreachable',
        `The server ${hostname} cannot be reached from here: there is no way to its network (${code}).`,
      );
    case 'ETIMEDOUT':
      return fault('connect-time-out', `The server ${hostname} did not accept a connection on port ${port} in time.`);
    case 'ECONNRESET':
    case 'EPIPE':
      return fault('connection-closed', `The server ${hostname} closed the connection on port ${port} at once.`);
    default:
      return fault(
        'connection-failed',
        `The connection to ${hostname} on port ${port} failed (${code === '' ? messageOf(error) : code}).`,
      );
  }
}

function fault(code: Fault['code'], sentence: string): Fault {
  return { stage: 'connect', code, sentence, passing: true };
}

/** Several addresses fail together as one AggregateError; the first one's reason speaks for all. */
function firstCode(error: unknown): string {
  const own = errorCode(error);
  if (own !== '' || !(error instanceof AggregateError)) return own;
  return error.errors.map(errorCode).find((code) => code !== '') ?? '';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
