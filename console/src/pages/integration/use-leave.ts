import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useUnsaved } from '../../app/unsaved.tsx';

/** Asks before something is lost; what it answers goes to another page once everything is saved. */
export function useLeave(isDirty: boolean): (path: string) => void {
  const [path, setPath] = useState<string>();
  const [, navigate] = useLocation();
  useUnsaved(isDirty && path === undefined);
  // An effect, because by then the page holds nothing any more that would be asked about.
  useEffect(() => {
    if (path !== undefined) navigate(path);
  }, [path, navigate]);
  return setPath;
}
