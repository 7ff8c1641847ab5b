import type { Target } from './address-guard.ts';
import type { Fault, SendFailureCode } from './outbound-request.ts';
import { errorCode, tlsFault } from './tls-faults.ts';

/** How far an exchange had come when its connection failed. */
export interface Progress {
  /** Bytes of the request were handed to the socket. */
  readonly started: boolean;
  /** The status of the answer had arrived. */
  readonly answering: boolean;
  /** Bytes of the answer's body that had arrived. */
  readonly bytes: number;
  /** Nothing had been sent over this connection before. */
  readonly fresh: boolean;
  /** The connection presents a client certificate. */
  readonly hasClientCertificate: boolean;
}

/** What a failing connection means; `refusedUnread`: the peer ended the handshake and read nothing of the request. */
export function answerFault(
  error: Error,
  target: Target,
  progress: Progress,
): { fault: Fault; refusedUnread: boolean } {
  // With TLS 1.3 a server judges the client's certificate after the client may already send: the alert comes where the answer would.
  const handshake = progress.answering
    ? undefined
    : tlsFault(error, target.hostname, target.port, progress.hasClientCertificate);
  if (handshake?.code === 'client-certificate-required') return { fault: handshake, refusedUnread: progress.fresh };
  return {
    fault: progress.answering ? brokenOff(error, target, progress) : unanswered(error, target, progress),
    refusedUnread: false,
  };
}

function unanswered(error: Error, target: Target, progress: Progress): Fault {
  const code = errorCode(error);
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return {
      stage: 'request',
      code: 'invalid-request',
      sentence: `The request cannot be sent: ${error.message}.`,
      passing: false,
    };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return fault(
      'headers',
      'invalid-answer',
      `The server ${target.hostname} answered with more than 16 KB of headers.`,
    );
  }
  if (isUnreadable(error, code)) {
    return fault(
      'headers',
      'invalid-answer',
      `What the server ${target.hostname} answered is not HTTP. Check the port and whether it speaks HTTP there.`,
    );
  }
  const where = `The server ${target.hostname} closed the connection`;
  // Some servers end the connection without a word when they do not like the certificate.
  const hint = progress.hasClientCertificate && progress.fresh ? ' It may not accept the client certificate.' : '';
  return progress.started
    ? fault('headers', 'connection-closed', `${where} without an answer.${hint}`)
    : { stage: 'send', code: 'connection-closed', sentence: `${where} before the request was sent.`, passing: true };
}

function brokenOff(error: Error, target: Target, progress: Progress): Fault {
  if (isUnreadable(error, errorCode(error))) {
    return fault(
      'body',
      'invalid-answer',
      `The body that the server ${target.hostname} answered breaks the rules of HTTP.`,
    );
  }
  return cutFault(
    'answer-cut',
    `The server ${target.hostname} broke off in the middle of its answer, after ${progress.bytes.toLocaleString('en')} bytes of the body.`,
  );
}

/** `bad response` and `bad upgrade` are undici's words for an answer that nobody asked for. */
function isUnreadable(error: Error, code: string): boolean {
  return (
    code.startsWith('HPE_') ||
    error.name === 'HTTPParserError' ||
    (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad '))
  );
}

export function cutFault(code: SendFailureCode, sentence: string): Fault {
  return fault('body', code, sentence);
}

function fault(stage: 'headers' | 'body', code: SendFailureCode, sentence: string): Fault {
  return { stage, code, sentence, passing: true };
}

export type Waiting = 'queue' | 'dns' | 'connect' | 'tls' | 'headers' | 'body';

/** The deadline passed; the sentence says during what. */
export function timeOutFault(during: Waiting, target: Target, timeoutMs: number, bytes: number): Fault {
  const [code, sentence] = timeOut(during, target, `within ${inSeconds(timeoutMs)}`, bytes);
  return { stage: 'deadline', code, sentence, passing: false };
}

function timeOut(
  during: Waiting,
  { hostname, port }: Target,
  within: string,
  bytes: number,
): [SendFailureCode, string] {
  switch (during) {
    case 'queue':
      return [
        'queue-time-out',
        `No connection to ${hostname} became free ${within}: all were busy, so nothing was sent.`,
      ];
    case 'dns':
      return ['dns-time-out', `The name ${hostname} could not be resolved ${within}.`];
    case 'connect':
      return [
        'connect-time-out',
        `The server ${hostname} did not accept a connection on port ${String(port)} ${within}. A firewall may be in the way.`,
      ];
    case 'tls':
      return ['tls-time-out', `The server ${hostname} did not finish the TLS handshake ${within}.`];
    case 'headers':
      return ['answer-time-out', `The server ${hostname} did not answer ${within}.`];
    case 'body':
      return [
        'body-time-out',
        `The server ${hostname} began to answer but did not finish ${within} (${bytes.toLocaleString('en')} bytes had come).`,
      ];
  }
}

/** 30000 is "30 s", 1500 "1.5 s", 50 "0.05 s". */
export function inSeconds(ms: number): string {
  return `${String(Math.round(ms / 10) / 100)} s`;
}
