import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Moment } from './moment.tsx';
import type { Tone } from './state-badge.tsx';
import './story.css';

interface StepProps {
  readonly icon: IconName;
  readonly tone?: Tone;
  readonly at?: string | null | undefined;
  /** The sentence: who did what. */
  readonly title: ReactNode;
  /** Unfolded details. */
  readonly children?: ReactNode;
  /** In the future: shown with a broken line. */
  readonly ahead?: boolean;
}

/** What happened, in its order, as sentences with times: a record's or a delivery's story. */
export function Story({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className="gw-story" aria-label={label}>
      {children}
    </ol>
  );
}

export function Step({ icon, tone = 'grey', at, title, children, ahead = false }: StepProps) {
  return (
    <li className="gw-step" data-tone={tone} data-ahead={ahead ? '' : undefined}>
      <span className="gw-step-mark">
        <Icon name={icon} size={14} />
      </span>
      <div className="gw-step-body">
        <div className="gw-step-line">
          <span className="gw-step-title">{title}</span>
          {at === undefined || at === null ? null : (
            <span className="gw-step-time">
              <Moment at={at} as={ahead ? 'seconds' : 'time'} />
            </span>
          )}
        </div>
        {children}
      </div>
    </li>
  );
}
