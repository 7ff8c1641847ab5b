import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { useTexts } from '../../texts/language.ts';
import { Compare } from './compare.tsx';
import { templateTexts } from './texts.ts';

interface VersionsPaneProps {
  readonly draft: MessageTemplate;
  /** undefined: it was never saved. */
  readonly savedVersion: number | undefined;
  readonly restored: () => void;
}

/** What was saved, each against what stands in the editor, and the way back. */
export function VersionsPane({ draft, savedVersion, restored }: VersionsPaneProps) {
  const api = useApi();
  const texts = useTexts(templateTexts).versions;
  const { name } = draft;
  const { data, error, isPending } = useQuery({
    queryKey: [api.unit, 'templates', name, 'versions', savedVersion],
    enabled: savedVersion !== undefined,
    queryFn: async ({ signal }) => (await api.call('listTemplateVersions', { path: { name }, signal })).data,
  });
  if (savedVersion === undefined) return <EmptyState icon="history" title={texts.none} />;
  if (error !== null) return <ProblemAlert error={error} />;
  if (isPending) return <PageSkeleton lines={3} />;
  return (
    <div className="gw-golden-pane" tabIndex={0} role="region" aria-label={texts.none}>
      {data.map(({ version, at, by, reason, body }) => (
        <VersionRow
          key={version}
          facts={{ version, at, by, reason, source: body === null ? null : sourceOf(body) }}
          draft={draft}
          isSaved={version === savedVersion}
          restored={restored}
        />
      ))}
    </div>
  );
}

interface VersionFacts {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
  /** null: it was deleted. */
  readonly source: string | null;
}

function VersionRow(props: {
  readonly facts: VersionFacts;
  readonly draft: MessageTemplate;
  readonly isSaved: boolean;
  readonly restored: () => void;
}) {
  const texts = useTexts(templateTexts).versions;
  const { facts, draft, isSaved, restored } = props;
  const { version, at, by, reason, source } = facts;
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const restore = useRestore(draft.name, version);
  const now = sourceOf(draft);
  return (
    <article className="gw-golden">
      <p className="gw-judged-top">
        <strong>{texts.version(version)}</strong>
        {isSaved ? <span className="gw-good">{texts.saved}</span> : null}
        <span className="gw-dimmed gw-grow">
          <Moment at={at} />, {by}
        </span>
        {source === null || source === now ? null : (
          <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? texts.hide : texts.compare}
          </Button>
        )}
        {source === null || isSaved ? null : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="undo" size={14} />}
            onClick={() => setAsked(true)}
          >
            {texts.restore}
          </Button>
        )}
      </p>
      {reason === null ? null : <p>{reason}</p>}
      {source === null ? <p className="gw-dimmed">{texts.deleted}</p> : null}
      {open && source !== null ? (
        <Compare
          before={source}
          after={now}
          beforeLabel={texts.version(version)}
          afterLabel={texts.now}
          format={draft.format}
        />
      ) : null}
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={texts.restoreTitle(version)}
        act={texts.restore}
        onConfirm={async () => {
          await restore();
          restored();
          notices.done(texts.restored(version));
        }}
      >
        <p>{texts.restoreDetail}</p>
      </ConfirmDialog>
    </article>
  );
}

function useRestore(name: string, version: number): () => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await api.call('restoreTemplateVersion', { path: { name, version } });
    await client.invalidateQueries({ queryKey: [api.unit, 'templates'] });
  };
}

/** A template as one text: its settings, then its sources. */
function sourceOf(template: Readonly<Record<string, unknown>>): string {
  const { body, response, ...settings } = template;
  const head = Object.entries(settings).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const parts = [typeof body === 'string' ? body : '', typeof response === 'string' ? response : ''];
  return [...head, ...parts.filter((part) => part !== '').flatMap((part) => ['', part.trimEnd()])].join('\n');
}
