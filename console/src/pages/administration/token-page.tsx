import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import type { PageProps } from '../../app/routes.tsx';
import { useUnsaved } from '../../app/unsaved.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';
import { TermFields, type TermsDraft, termFields, termsBody } from './token-terms.tsx';
import { type Token, TokenState } from './tokens-page.tsx';
import { useUserNames } from './use-user-names.ts';

export default function TokenPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const api = useApi();
  const texts = useTexts(administrationTexts).tokens;
  const { data, error } = useQuery({
    queryKey: [api.unit, 'token', id],
    queryFn: ({ signal }) => api.call('readToken', { path: { id }, signal }),
  });
  if (data === undefined)
    return error === null ? (
      <PageSkeleton />
    ) : (
      <>
        <PageHeader title={texts.title} />
        <ProblemAlert error={error} />
      </>
    );
  return (
    <>
      <PageHeader title={data.name} about={<TokenState token={data} />}>
        {data.revokedAt === null ? <Revoke token={data} /> : null}
      </PageHeader>
      <Facts token={data} />
      {data.revokedAt === null ? <Terms key={JSON.stringify(data)} token={data} /> : null}
    </>
  );
}

function Facts({ token: { userId, createdAt, createdBy, lastUsedAt } }: { readonly token: Token }) {
  const texts = useTexts(administrationTexts).tokens;
  const names = useUserNames();
  return (
    <dl className="gw-facts">
      <dt>{texts.user}</dt>
      <dd>
        <Link href={`/administration/users/${userId}`}>{names(userId)}</Link>
      </dd>
      <dt>{texts.created}</dt>
      <dd>
        <Moment at={createdAt} as="full" />, {texts.createdBy} {createdBy}
      </dd>
      <dt>{texts.lastUsed}</dt>
      <dd>{lastUsedAt === null ? texts.never : <Moment at={lastUsedAt} as="full" />}</dd>
    </dl>
  );
}

/** The day in the zone of the person, as a field for days takes it. */
function dayOf(moment: string | null): string {
  if (moment === null) return '';
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function draftOf({ name, ipRanges, methods, paths, expiresAt, ratePerMinute }: Token): TermsDraft {
  return {
    name,
    ipRanges: ipRanges.join('\n'),
    methods: methods ?? [],
    paths: (paths ?? []).join('\n'),
    expiresOn: dayOf(expiresAt),
    ratePerMinute: ratePerMinute ?? '',
  };
}

function Terms({ token }: { readonly token: Token }) {
  const texts = useTexts(administrationTexts).tokens;
  const { actions } = useTexts(commonTexts);
  const api = useApi();
  const client = useQueryClient();
  const stored = draftOf(token);
  const [draft, setDraft] = useState(stored);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const { expiresAt, ...rest } = termsBody(draft);
      // A day that was not touched keeps the hour that it had.
      const until = draft.expiresOn === stored.expiresOn ? {} : { expiresAt };
      return api.call('changeToken', { path: { id: token.id }, body: { ...rest, ...until } });
    },
    onSuccess: async (saved) => {
      notices.done(texts.saved(saved.name));
      client.setQueryData([api.unit, 'token', token.id], saved);
      await client.invalidateQueries({ queryKey: [api.unit, 'tokens'] });
    },
  });
  useUnsaved(isChanged && !isPending);
  const faults = useFaults(error);
  const form = useFocusFault(error);
  return (
    <section className="gw-section">
      <form
        ref={form}
        className="gw-form"
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <ProblemAlert error={error} shown={termFields} />
        <TermFields draft={draft} change={setDraft} faults={faults} />
        <Group>
          <Button type="submit" loading={isPending} disabled={!isChanged}>
            {actions.save}
          </Button>
        </Group>
      </form>
    </section>
  );
}

function Revoke({ token: { id, name } }: { readonly token: Token }) {
  const texts = useTexts(administrationTexts).tokens;
  const api = useApi();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button variant="default" color="red" leftSection={<Icon name="ban" />} onClick={() => setAsked(true)}>
        {texts.revoke}
      </Button>
      <ConfirmDialog
        opened={asked}
        close={() => setAsked(false)}
        title={texts.revokeTitle(name)}
        act={texts.revoke}
        danger
        onConfirm={async () => {
          await api.call('revokeToken', { path: { id } });
          notices.done(texts.revokedDone(name));
          await client.invalidateQueries({ queryKey: [api.unit] });
        }}
      >
        <p>{texts.revokeDetail}</p>
      </ConfirmDialog>
    </>
  );
}
