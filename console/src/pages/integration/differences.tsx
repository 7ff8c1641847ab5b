import { useTexts } from '../../texts/language.ts';
import type { Difference } from './body.ts';
import { integrationTexts } from './texts.ts';

/** What changes, value by value: the old one struck out in red, the new one in green, both with a sign for those who see no colours. */
export function Differences({ rows }: { readonly rows: readonly Difference[] }) {
  const texts = useTexts(integrationTexts);
  if (rows.length === 0) return <p className="gw-dimmed">{texts.versions.same}</p>;
  return (
    <dl className="gw-differences">
      {rows.map((row) => (
        <div key={row.path}>
          <dt>
            <code>{row.path === '' ? texts.versions.whole : row.path}</code>
          </dt>
          <dd>
            {row.before === undefined ? null : (
              <Value sign="−" kind="before" label={texts.versions.before} value={row.before} />
            )}
            {row.after === undefined ? null : (
              <Value sign="+" kind="after" label={texts.versions.after} value={row.after} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ValueProps {
  readonly sign: string;
  readonly kind: 'before' | 'after';
  readonly label: string;
  readonly value: unknown;
}

function Value({ sign, kind, label, value }: ValueProps) {
  return (
    <pre data-kind={kind}>
      <span aria-hidden="true">{sign} </span>
      <span className="gw-hidden">{label} </span>
      {typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}
    </pre>
  );
}
