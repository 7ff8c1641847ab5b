import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { differencesOf } from './body.ts';
import { Differences } from './differences.tsx';
import { integrationTexts } from './texts.ts';
import { type Bodies, type Kind, type Stored, useSave } from './use-object.ts';

interface Version<K extends Kind> {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly reason?: string | null;
  readonly body: Bodies[K] | null;
}

/** Who changed what and when, compared with how it is now, and the way back. */
export function VersionsPanel<K extends Kind>({ kind, stored }: { readonly kind: K; readonly stored: Stored<K> }) {
  const { unit } = useApi();
  const texts = useTexts(integrationTexts).versions;
  const { name } = stored.body;
  const { data, error, isPending } = useQuery({
    queryKey: [unit, kind, name, 'versions', stored.version],
    queryFn: async ({ signal }) => {
      const address = `/api/v1/${unit}/${kind}/${encodeURIComponent(name)}/versions`;
      // The address of each kind answers its own bodies (openapi.json).
      return ((await request('GET', address, { signal })) as { data: readonly Version<K>[] }).data;
    },
  });
  if (isPending) return <PageSkeleton lines={4} />;
  if (error !== null) return <ProblemAlert error={error} />;
  return (
    <ol className="gw-versions" aria-label={texts.title}>
      {data.map((version, index) => (
        <VersionRow
          key={version.version}
          kind={kind}
          version={version}
          before={data[index + 1]}
          isNow={version.version === stored.version}
          now={stored.body}
        />
      ))}
    </ol>
  );
}

interface VersionRowProps<K extends Kind> {
  readonly kind: K;
  readonly version: Version<K>;
  readonly before: Version<K> | undefined;
  readonly isNow: boolean;
  readonly now: Bodies[K];
}

function VersionRow<K extends Kind>({ kind, version, before, isNow, now }: VersionRowProps<K>) {
  const texts = useTexts(integrationTexts).versions;
  const [asked, setAsked] = useState(false);
  const save = useSave(kind);
  const { body } = version;
  return (
    <li>
      <div className="gw-version-line">
        <strong>{texts.version(version.version)}</strong>
        <span className="gw-dimmed">
          <Moment at={version.at} /> · {version.by}
        </span>
        {isNow ? <span className="gw-dimmed">{texts.now}</span> : null}
        {isNow || body === null ? null : (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="undo" size={14} />}
            onClick={() => setAsked(true)}
          >
            {texts.restore}
          </Button>
        )}
      </div>
      {version.reason === undefined || version.reason === null ? null : <p>{version.reason}</p>}
      {body === null ? (
        <p className="gw-dimmed">{texts.deleted}</p>
      ) : before === undefined ? (
        <p className="gw-dimmed">{texts.first}</p>
      ) : (
        <Differences rows={differencesOf(before.body ?? {}, body)} />
      )}
      {body === null ? null : (
        <ConfirmDialog
          opened={asked}
          close={() => setAsked(false)}
          title={texts.restoreTitle(version.version)}
          act={texts.restore}
          size="lg"
          onConfirm={() => save.mutateAsync({ body })}
        >
          <p>{texts.restoreDetail}</p>
          <Differences rows={differencesOf(now, body)} />
        </ConfirmDialog>
      )}
    </li>
  );
}
