import type { UntoldAlert } from './tell-store.ts';

/** One mail about everything that has come up, or is over, since the last one. */
export interface AlertMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Kinds whose end is worth a mail of its own: what failed by itself and recovers by itself. The others end when a person mends them, who knows it. */
const recovering: ReadonlySet<string> = new Set(['connection-failing', 'hook-failing']);

export const isRecovery = ({ kind, resolvedBy }: Pick<UntoldAlert, 'kind' | 'resolvedBy'>): boolean =>
  recovering.has(kind) && resolvedBy === 'Gangway';

/** The mails about these alerts: one for each of the operators, and one for each owner of a hook about their own hooks. Pure. */
export function alertMails(
  { opened, recovered }: { readonly opened: readonly UntoldAlert[]; readonly recovered: readonly UntoldAlert[] },
  operators: readonly string[],
  publicUrl: string,
): AlertMail[] {
  const owners = [...opened, ...recovered].flatMap(({ ownerEmail }) => (ownerEmail === null ? [] : [ownerEmail]));
  const receivers = [...new Set([...operators, ...owners])];
  return receivers.flatMap((to) => {
    const isFor = ({ ownerEmail }: UntoldAlert): boolean => operators.includes(to) || ownerEmail === to;
    const own = { opened: opened.filter(isFor), recovered: recovered.filter(isFor) };
    return own.opened.length + own.recovered.length === 0 ? [] : [mailOf(to, own, publicUrl)];
  });
}

function mailOf(
  to: string,
  { opened, recovered }: { readonly opened: readonly UntoldAlert[]; readonly recovered: readonly UntoldAlert[] },
  publicUrl: string,
): AlertMail {
  const [first = recovered[0]] = opened;
  const count = opened.length + recovered.length;
  const subject = `${opened.length === 0 ? 'Recovered: ' : ''}${plain(first?.text ?? '')}`;
  const units = [...new Set([...opened, ...recovered].map(({ unitId }) => unitId))];
  const lines = [
    ...opened.map((alert) => `- ${plain(alert.text)}\n  Since ${alert.at.toISOString()}.`),
    ...recovered.map(
      (alert) =>
        `- Recovered: ${plain(alert.text)}\n  From ${alert.at.toISOString()} to ${alert.resolvedAt?.toISOString() ?? ''}.`,
    ),
  ];
  const links = units.map((unitId) => `${publicUrl}/api/v1/${unitId}/alerts?open=true`);
  return {
    to,
    subject: `[Gangway] ${count > 1 ? `${count} alerts: ` : ''}${cut(subject, 150)}`,
    text: [...lines, '', 'What is open at the moment:', ...links, ''].join('\n'),
  };
}

/** Words from outside may stand in an alert; in a mail they are one line of plain text. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim();
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
