import type { Answer } from '../../api/call.ts';
import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { Differences } from './differences.tsx';
import { integrationTexts } from './texts.ts';

type Applied = Answer<'applyIntegrationFile'>;

const looks: Readonly<Record<string, readonly [Tone, IconName]>> = {
  created: ['green', 'plus'],
  updated: ['amber', 'pencil'],
  removed: ['red', 'trash'],
};

/** What a file would change, object by object and value by value; what stays as it is, is counted. */
export function AppliedChanges({ applied }: { readonly applied: Applied }) {
  const texts = useTexts(integrationTexts).applied;
  const words: Readonly<Record<string, string>> = texts.changes;
  const kinds: Readonly<Record<string, string>> = texts.kinds;
  const changes = applied.changes.filter(({ change }) => change !== 'unchanged');
  const unchanged = applied.changes.length - changes.length;
  return (
    <>
      {changes.length === 0 ? <p>{texts.nothing}</p> : null}
      {changes.map(({ kind, name, change, differences }) => {
        const [tone, icon] = looks[change] ?? ['grey', 'info'];
        return (
          <details key={`${kind} ${name}`} className="gw-change" open={change === 'updated'}>
            <summary>
              <ToneBadge tone={tone} icon={icon} text={words[change] ?? change} />{' '}
              <span className="gw-dimmed">{kinds[kind] ?? kind}</span> <strong>{name}</strong>
            </summary>
            <Differences rows={differences} />
          </details>
        );
      })}
      {unchanged === 0 ? null : <p className="gw-dimmed">{texts.unchanged(unchanged)}</p>}
      {applied.warnings.length === 0 ? null : (
        <ul className="gw-warnings">
          {applied.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </>
  );
}
