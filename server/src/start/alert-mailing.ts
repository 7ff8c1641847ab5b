import type { Config } from '../config.ts';
import type { AlertMailing } from '../deliveries/tell-alerts.ts';
import { openMailer } from '../outbound/send-mail.ts';

/** How people are told of alerts; undefined: no mail server is set. */
export function alertMailing({ smtpUrl, mailFrom, alertEmail }: Config): AlertMailing | undefined {
  if (smtpUrl === undefined) return undefined;
  const mailer = openMailer(smtpUrl, mailFrom);
  return { operators: alertEmail, send: (mail) => mailer.send(mail) };
}
