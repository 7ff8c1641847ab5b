import type { Socket } from 'node:net';
import { type ProblemCode, Refusal } from '../errors.ts';
import { headerLimitBytes } from './check-request.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Answers what is no HTTP request at all, before there is a request to speak of: headers that are too long, a request that never ends, another
 * protocol. The same document as everywhere, written to the socket by hand.
 */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, reason, sentence } = kinds[error.code ?? ''] ?? malformed;
  const problem = problemOf(new Refusal(code, sentence), '/');
  const body = JSON.stringify(problem);
  const headers = Object.entries({
    ...securityHeaders,
    'content-type': problemMediaType,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${problem.status} ${reason}\r\n${lines}\r\n${body}`);
}

interface Kind {
  readonly code: ProblemCode;
  readonly reason: string;
  readonly sentence: string;
}

const malformed: Kind = {
  code: 'malformed-request',
  reason: 'Bad Request',
  sentence: 'This is not a request of HTTP/1.1. Check the address, and whether it should begin with https.',
};

const late: Kind = {
  code: 'request-timeout',
  reason: 'Request Timeout',
  sentence: 'The request did not arrive in time. Send it again, in smaller parts where the line is slow.',
};

const kinds: Readonly<Record<string, Kind>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers-too-large',
    reason: 'Request Header Fields Too Large',
    sentence: `The headers and the address are longer than ${headerLimitBytes / 1024} KB together. Send fewer or shorter headers.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: late,
};
