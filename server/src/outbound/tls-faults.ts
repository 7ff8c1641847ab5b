import type { Fault, SendFailureCode } from './outbound-request.ts';

/**
 * OpenSSL's and Node's words for what is wrong with a certificate, in ours.
 * Codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const certificateFaults: Readonly<Record<string, readonly [SendFailureCode, string]>> = {
  CERT_HAS_EXPIRED: ['certificate-expired', 'has expired. Its owner has to renew it'],
  CERT_NOT_YET_VALID: ['certificate-not-yet-valid', "is not valid yet. Check this machine's clock, or ask its owner"],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'certificate-self-signed',
    "is signed by itself. If it is the right one, add it to the connection's own authorities (ca)",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'certificate-unknown-issuer',
    "was issued by an authority that is not trusted here. If it is your own, add it to the connection's own authorities (ca)",
  ],
  UNABLE_TO_GET_ISSUER_CERT: ['certificate-unknown-issuer', unknownIssuer()],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['certificate-unknown-issuer', unknownIssuer()],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['certificate-unknown-issuer', unknownIssuer()],
  CERT_REVOKED: ['certificate-rejected', 'was revoked by its issuer'],
  CERT_UNTRUSTED: ['certificate-rejected', 'is not trusted'],
  CERT_REJECTED: ['certificate-rejected', 'is rejected for this purpose'],
  INVALID_PURPOSE: ['certificate-rejected', 'is not meant for servers'],
  INVALID_CA: ['certificate-rejected', 'was issued by a certificate that may not issue any'],
  PATH_LENGTH_EXCEEDED: ['certificate-rejected', 'has too long a chain of issuers'],
  CERT_SIGNATURE_FAILURE: ['certificate-rejected', 'has a signature that does not fit'],
  CERT_CHAIN_TOO_LONG: ['certificate-rejected', 'has too long a chain of issuers'],
  HOSTNAME_MISMATCH: ['certificate-wrong-host', 'is made for another host'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate-wrong-host', 'is made for another host'],
};

function unknownIssuer(): string {
  return (
    'was issued by an authority that is not known here, or the server does not send its chain. ' +
    "If the authority is your own, add it to the connection's own authorities (ca)"
  );
}

/** Alerts (RFC 8446 6.2) by which a server says that it does not like who is calling. */
const clientCertificateAlerts = new Set([
  'CERTIFICATE_REQUIRED',
  'UNKNOWN_CA',
  'BAD_CERTIFICATE',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_REVOKED',
  'CERTIFICATE_UNKNOWN',
  'UNSUPPORTED_CERTIFICATE',
  'ACCESS_DENIED',
]);

const plainTextCodes = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

/** Whether an error speaks of certificates or of the TLS handshake; then what it says. `host` is `name:port` for the sentence. */
export function tlsFault(
  error: unknown,
  hostname: string,
  port: number,
  hasClientCertificate: boolean,
): Fault | undefined {
  const code = errorCode(error);
  const certificate = certificateFaults[code];
  if (certificate !== undefined) {
    const names = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? namesIn(error) : '';
    return fault(certificate[0], `The certificate of ${hostname} ${certificate[1]}${names}.`);
  }
  const alert = /_ALERT_(\w+)$/.exec(code)?.[1] ?? '';
  if (clientCertificateAlerts.has(alert)) {
    return fault(
      'client-certificate-required',
      hasClientCertificate
        ? `The server ${hostname} does not accept the client certificate of this connection (${alertWords(alert)}).`
        : `The server ${hostname} asks for a client certificate (${alertWords(alert)}). Set the connection's authentication to clientCertificate.`,
    );
  }
  if (plainTextCodes.has(code)) {
    return fault(
      'tls-failed',
      `The server ${hostname} does not speak TLS on port ${port}. Use http:// or another port.`,
    );
  }
  if (alert === 'HANDSHAKE_FAILURE') {
    const certificateHint = hasClientCertificate ? '' : ', or it asks for a client certificate';
    return fault(
      'tls-failed',
      `The server ${hostname} broke off the TLS handshake: it shares no cipher or version with this machine${certificateHint}.`,
    );
  }
  if (code === 'ERR_SSL_UNSUPPORTED_PROTOCOL' || alert === 'PROTOCOL_VERSION') {
    return fault(
      'tls-failed',
      `The server ${hostname} only offers a version of TLS that is no longer safe (below 1.2).`,
    );
  }
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO'
    ? fault('tls-failed', `The TLS handshake with ${hostname} failed (${code}).`)
    : undefined;
}

function fault(code: SendFailureCode, sentence: string): Fault {
  return { stage: 'tls', code, sentence, passing: false };
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** CERTIFICATE_REQUIRED is "certificate required". */
function alertWords(alert: string): string {
  return alert.replaceAll('_', ' ').toLowerCase();
}

/** Node names the certificate's hosts in the error's `cert.subjectaltname`: `DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1`. */
function namesIn(error: unknown): string {
  if (!(error instanceof Error) || !('cert' in error)) return '';
  const { cert } = error;
  const names = typeof cert === 'object' && cert !== null && 'subjectaltname' in cert ? cert.subjectaltname : undefined;
  return typeof names === 'string' && names !== '' ? `: ${readableNames(names).slice(0, 300)}` : '';
}

export function readableNames(subjectAltName: string): string {
  return subjectAltName.replace(/(DNS|IP Address|URI|email):/g, '');
}
