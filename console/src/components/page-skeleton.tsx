import { useEffect, useState } from 'react';
import { Skeleton } from '@mantine/core';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';

/** Quicker than this and nothing is shown in between: a flash is worse than a short wait. */
const patienceMs = 300;

/** True once waiting has become noticeable. */
export function useSlow(isWaiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isWaiting]);
  return slow && isWaiting;
}

/** The outline of a page that is on its way. */
export function PageSkeleton({ lines = 8 }: { readonly lines?: number }) {
  const slow = useSlow(true);
  const { loading } = useTexts(commonTexts);
  return (
    <div aria-busy="true" aria-label={loading} role="status">
      {slow ? (
        <>
          <Skeleton height={28} width={220} mb={24} />
          {Array.from({ length: lines }, (_none, line) => (
            <Skeleton key={line} height={20} mb={14} width={`${96 - ((line * 17) % 40)}%`} />
          ))}
        </>
      ) : null}
    </div>
  );
}
