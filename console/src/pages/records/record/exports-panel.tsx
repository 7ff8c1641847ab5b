import { Link } from 'wouter';
import { useMe } from '../../../api/session.ts';
import { Icon } from '../../../components/icon.tsx';
import { Moment } from '../../../components/moment.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { useTexts } from '../../../texts/language.ts';
import { counterpartyName } from '../list/export-cell.tsx';
import type { GangwayRecord } from '../model/record.ts';
import { recordTexts } from '../texts.ts';

/** Which counterparties have the record, one by one. A change of state is told politely. */
export function ExportsPanel({ record }: { readonly entity: string; readonly record: GangwayRecord }) {
  const texts = useTexts(recordTexts).exports;
  const { configurator } = useMe();
  const all = Object.entries(record.exports).sort(([one], [other]) => one.localeCompare(other));
  return (
    <section aria-label={texts.title}>
      <h2 className="gw-section">{texts.title}</h2>
      {all.length === 0 ? <p className="gw-dimmed">{texts.none}</p> : null}
      <ul className="gw-export-list" aria-live="polite">
        {all.map(([name, { state, at, deliveryId, message, changedSince }]) => (
          <li key={name}>
            <span className="gw-export-line">
              {configurator && !name.startsWith('hook:') ? (
                <Link href={`/connections/${name}`}>{name}</Link>
              ) : (
                <span>{counterpartyName(name)}</span>
              )}
              {deliveryId === undefined ? (
                <StateBadge state={state} />
              ) : (
                <Link href={`/deliveries/${deliveryId}`} className="gw-plain-link">
                  <StateBadge state={state} />
                </Link>
              )}
            </span>
            <span className="gw-dimmed gw-export-about">
              <Moment at={at} as="seconds" />{' '}
              {message === undefined || state === 'refused' || state === 'failed' ? '' : message}
            </span>
            {changedSince === true ? (
              <span className="gw-changed-line">
                <Icon name="pencil" size={13} /> {texts.changedSince}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
