import type { ReactNode } from 'react';
import './integration.css';

interface SectionProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** At the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Fields beside each other where there is room. */
  readonly grid?: boolean;
}

/** A part of a page with its heading. */
export function Section({ title, about, actions, children, grid = false }: SectionProps) {
  return (
    <section className="gw-part">
      <div className="gw-part-head">
        <h2>{title}</h2>
        {actions}
      </div>
      {about === undefined ? null : <p className="gw-dimmed gw-part-about">{about}</p>}
      {grid ? <div className="gw-fields">{children}</div> : children}
    </section>
  );
}

/** Facts in a row: a word and what it is. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="gw-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
