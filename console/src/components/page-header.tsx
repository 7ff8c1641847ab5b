import { type ReactNode, useEffect } from 'react';
import './page-header.css';

interface PageHeaderProps {
  readonly title: string;
  /** In the place of the title where it is more than text; the title still names the tab. */
  readonly heading?: ReactNode;
  /** One line below: what this page answers. */
  readonly about?: ReactNode;
  /** Actions, at the right. */
  readonly children?: ReactNode;
}

/** The heading of every page, which names the tab of the browser too. */
export function PageHeader({ title, heading, about, children }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Gangway`;
  }, [title]);
  return (
    <div className="gw-page-header">
      <div>
        <h1>{heading ?? title}</h1>
        {about === undefined ? null : <p className="gw-dimmed">{about}</p>}
      </div>
      {children === undefined ? null : <div className="gw-page-actions">{children}</div>}
    </div>
  );
}
