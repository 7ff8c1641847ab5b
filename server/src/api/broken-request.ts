import type { Socket } from 'node:net';
import { Refusal } from '../errors.ts';
import { type Problem, problemMediaType, problemOf } from './problem.ts';

/**
 * Answers what is no HTTP request at all, before there is a request to speak of: headers that are too long, a request that never ends, another
 * protocol. The same document as everywhere, written to the socket by hand.
 */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason, sentence } = kinds[error.code ?? ''] ?? malformed;
  const refusal = new Refusal(status === 431 ? 'too-large' : 'invalid-body', sentence);
  const problem: Problem = { ...problemOf(refusal, '/'), status };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: ${problemMediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const malformed = {
  status: 400,
  reason: 'Bad Request',
  sentence: 'This is not a request of HTTP/1.1. Check the address, and whether it should begin with https.',
};

const kinds: Readonly<Record<string, typeof malformed>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    sentence: 'The headers and the address are longer than 16 KB together. Send less in the address.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    sentence: 'The request did not arrive whole within 60 seconds. Send it again.',
  },
};
