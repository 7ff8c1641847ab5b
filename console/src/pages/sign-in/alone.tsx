import { type ReactNode, useEffect } from 'react';
import { LanguageChoice } from '../../app/account-menu.tsx';
import '../../app/shell.css';
import './alone.css';

/** A page for those who have not signed in: one form in the middle, and the language. */
export function Alone({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Gangway`;
  }, [title]);
  return (
    <main className="gw-alone">
      <p className="gw-alone-brand">
        <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="7" fill="var(--gw-accent)" />
          <path d="M6 22h6l8-12h6" fill="none" stroke="var(--gw-ground)" strokeWidth="3" strokeLinecap="round" />
        </svg>
        Gangway
      </p>
      <h1>{title}</h1>
      {about === undefined ? null : <p className="gw-dimmed">{about}</p>}
      {children}
      <div className="gw-alone-foot">
        <LanguageChoice />
      </div>
    </main>
  );
}
