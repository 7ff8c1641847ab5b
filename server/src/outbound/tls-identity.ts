import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { messageOf } from './network-faults.ts';
import type { Fault, Transport } from './outbound-request.ts';

export type ContextOutcome =
  { readonly ok: true; readonly value: SecureContext | undefined } | { readonly ok: false; readonly fault: Fault };

/** Who a connection is in TLS, whom it trusts, and the session it may resume. Certificates are always checked; there is no switch. */
export class TlsIdentity {
  /** The last session ticket of the server: a reconnect is one round trip shorter. */
  session: Buffer | undefined;
  readonly servername: string | undefined;
  readonly hasClientCertificate: boolean;
  readonly #transport: Transport;
  #context: ContextOutcome | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.servername = transport.servername;
    this.hasClientCertificate = transport.clientCertificate !== undefined;
  }

  /** Made at the first handshake and kept: with own authorities it takes some milliseconds. */
  secureContext(): ContextOutcome {
    this.#context ??= createContext(this.#transport);
    return this.#context;
  }
}

/** Undefined where Node's own shared context does. */
function createContext(transport: Transport): ContextOutcome {
  const { ca, clientCertificate, minimumTls } = transport;
  try {
    return {
      ok: true,
      value: createSecureContext({
        minVersion: minimumTls ?? 'TLSv1.2',
        ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
        ...(clientCertificate === undefined
          ? {}
          : {
              cert: clientCertificate.certificate,
              key: clientCertificate.key,
              ...(clientCertificate.passphrase === undefined ? {} : { passphrase: clientCertificate.passphrase }),
            }),
      }),
    };
  } catch (error) {
    return {
      ok: false,
      fault: {
        stage: 'tls',
        code: 'invalid-tls-settings',
        sentence:
          "The connection's own certificates cannot be used. " +
          `Give them as PEM texts, with a key that fits the certificate and its passphrase (${messageOf(error)}).`,
        passing: false,
      },
    };
  }
}
