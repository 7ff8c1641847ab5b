import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { integrationTexts } from './texts.ts';
import './integration.css';

interface SaveBarProps {
  readonly isDirty: boolean;
  readonly isBehind?: boolean;
  readonly busy: boolean;
  readonly onReset?: () => void;
  readonly act?: string;
  /** Beside it: "Save and test". */
  readonly children?: ReactNode;
}

/** Stays in sight at the foot of a form. */
export function SaveBar({ isDirty, isBehind = false, busy, onReset, act, children }: SaveBarProps) {
  const texts = useTexts(integrationTexts);
  const { actions } = useTexts(commonTexts);
  return (
    <div className="gw-save-bar">
      <Button type="submit" loading={busy} disabled={!isDirty}>
        {act ?? actions.save}
      </Button>
      {children}
      {isDirty && onReset !== undefined ? (
        <Button variant="subtle" color="gray" onClick={onReset}>
          {texts.discard}
        </Button>
      ) : null}
      <span className="gw-dimmed" role="status">
        {isBehind ? texts.behind : isDirty && onReset !== undefined ? texts.unsaved : ''}
      </span>
    </div>
  );
}
