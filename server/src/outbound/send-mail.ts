import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands mails to the mail server of the installation; rejects where it does not take one. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** One mail must not hold the duty that sends it for longer. */
const timeoutMs = 20_000;

/**
 * `smtp://user:password@host:587` (STARTTLS where the server offers it) or `smtps://...:465`. Only the operator sets it, so its address is not held against the
 * private ranges: a mail server stands in the own network as a rule.
 */
export function openMailer(url: string, from: string): Mailer {
  const times = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    ...times,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    // Nothing in a mail of ours is a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text }) => {
      await transport.sendMail({ from, to, subject, text, headers: { 'Auto-Submitted': 'auto-generated' } });
    },
  };
}
