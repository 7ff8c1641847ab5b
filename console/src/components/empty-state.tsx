import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './empty-state.css';

interface EmptyStateProps {
  readonly icon: IconName;
  /** What would appear here. */
  readonly title: string;
  /** How to begin. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className="gw-empty">
      <Icon name={icon} size={28} />
      <p className="gw-empty-title">{title}</p>
      {children}
    </div>
  );
}
