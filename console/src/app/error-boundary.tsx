import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';

interface Props {
  readonly children: ReactNode;
}
interface State {
  readonly error: Error | null;
}

/** What a page throws while it is drawn ends here, with a sentence instead of an empty page. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Crash error={error} />;
  }
}

/** A chunk that is gone: Gangway was updated while the page was open. */
function isOldVersion(error: Error): boolean {
  return /dynamically imported module|module script failed|preload CSS/i.test(error.message);
}

function Crash({ error }: { readonly error: Error }) {
  const { crash, actions } = useTexts(commonTexts);
  const old = isOldVersion(error);
  const sentence = old ? crash.newVersion : error instanceof Problem ? error.message : crash.detail;
  return (
    <div className="gw-alone" role="alert">
      <h1>{old ? crash.newVersionTitle : crash.title}</h1>
      <p>{sentence}</p>
      {old || error instanceof Problem ? null : <pre className="gw-crash">{error.message}</pre>}
      <Button onClick={() => window.location.reload()}>{actions.reload}</Button>
    </div>
  );
}
