import { Tooltip } from '@mantine/core';
import { Icon } from '../../../components/icon.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { useFormat } from '../../../format/format.ts';
import { useTexts } from '../../../texts/language.ts';
import type { ExportState } from '../model/record.ts';
import { recordTexts } from '../texts.ts';

/** `hook:isdoc-files` is a webhook; people know it by its name. */
export const counterpartyName = (name: string): string => name.replace(/^hook:/, '');

const isHook = (name: string): boolean => name.startsWith('hook:');

/** What became of a record at every counterparty, one beside the other. */
export function ExportCell({ exports }: { readonly exports: Readonly<Record<string, ExportState>> }) {
  const format = useFormat();
  const texts = useTexts(recordTexts).exports;
  // Connections first: bookkeeping before bridges. A webhook that has what it wants is no news in a list.
  const all = Object.entries(exports)
    .filter(([name, { state }]) => !isHook(name) || state !== 'delivered')
    .sort(([one], [other]) => Number(isHook(one)) - Number(isHook(other)) || one.localeCompare(other));
  return (
    <span className="gw-exports">
      {all.map(([name, { state, at, message, changedSince }]) => (
        <span key={name} className="gw-export">
          <StateBadge
            state={state}
            note={counterpartyName(name)}
            why={[counterpartyName(name), message, format.dateTime(new Date(at), 'seconds')]
              .filter(Boolean)
              .join(' · ')}
          />
          {changedSince === true ? (
            <Tooltip label={texts.changedSince}>
              <span className="gw-changed">
                <Icon name="pencil" size={13} />
                <span className="gw-hidden">{texts.changedSince}</span>
              </span>
            </Tooltip>
          ) : null}
        </span>
      ))}
    </span>
  );
}
