import { CloseButton } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { Problem } from '../api/problem.ts';
import { Icon } from '../components/icon.tsx';
import { useTexts } from '../texts/language.ts';
import './notices.css';
import { appTexts } from './texts.ts';

/** `done` is said only of what the server has answered with success; `problem` stays until it is closed. */
type NoticeKind = 'done' | 'note' | 'problem';
interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly text: string;
  readonly detail?: string;
}

let shown: readonly Notice[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(notice: Omit<Notice, 'id'>): void {
  last += 1;
  // Four at most; the oldest makes room.
  shown = [...shown, { id: last, ...notice }].slice(-4);
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  shown = shown.filter((notice) => notice.id !== id);
  for (const listener of listeners) listener();
}

export const notices = {
  done: (text: string) => show({ kind: 'done', text }),
  note: (text: string) => show({ kind: 'note', text }),
  problem: (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    const faults = error instanceof Problem ? error.faults.map(({ message }) => message) : [];
    // The sentence often holds the only fault already.
    const detail = faults.filter((fault) => !text.includes(fault)).join(' ');
    show({ kind: 'problem', text, ...(detail === '' ? {} : { detail }) });
  },
};

const readingMs = 6_000;

export function Notices() {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => shown,
  );
  const texts = useTexts(appTexts).notices;
  return (
    <section className="gw-notices" aria-label={texts.label}>
      {/* Both regions are there before anything is said in them, or screen readers would miss the first message. */}
      <div role="status">
        {current.map((notice) => (notice.kind === 'problem' ? null : <Card key={notice.id} notice={notice} />))}
      </div>
      <div role="alert">
        {current.map((notice) => (notice.kind === 'problem' ? <Card key={notice.id} notice={notice} /> : null))}
      </div>
    </section>
  );
}

const icons = { done: 'check', note: 'info', problem: 'alert' } as const;

function Card({ notice: { id, kind, text, detail } }: { readonly notice: Notice }) {
  const texts = useTexts(appTexts).notices;
  useEffect(() => {
    if (kind === 'problem') return;
    const timer = setTimeout(() => dismiss(id), readingMs);
    return () => clearTimeout(timer);
  }, [id, kind]);
  return (
    <div className="gw-notice" data-kind={kind}>
      <Icon name={icons[kind]} />
      <p>
        {text}
        {detail === undefined ? null : <span className="gw-dimmed"> {detail}</span>}
      </p>
      <CloseButton size="sm" aria-label={texts.dismiss} onClick={() => dismiss(id)} />
    </div>
  );
}
