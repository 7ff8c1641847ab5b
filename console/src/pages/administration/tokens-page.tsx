import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ToneBadge } from '../../components/state-badge.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { NewTokenDialog } from './new-token.tsx';
import { administrationTexts } from './texts.ts';
import { useUserNames } from './use-user-names.ts';

export type Token = Answer<'listTokens'>['data'][number];

export default function TokensPage() {
  const texts = useTexts(administrationTexts).tokens;
  const { list: listTexts } = useTexts(commonTexts);
  const api = useApi();
  const list = useListState();
  const [isNew, setNew] = useState(false);
  const names = useUserNames();
  const tokens = usePagedList<Token>({
    queryKey: [api.unit, 'tokens'],
    idOf: ({ id }) => id,
    fetchPage: (cursor, signal) =>
      api.call('listTokens', {
        query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      }),
  });
  const wanted = (list.get('text') ?? '').toLowerCase();
  const rows = tokens.rows.filter(({ name, userId, ipRanges, createdBy }) =>
    [name, names(userId), createdBy, ...ipRanges].some((text) => text.toLowerCase().includes(wanted)),
  );
  const columns = useTokenColumns(names);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setNew(true)}>
          {texts.new}
        </Button>
      </PageHeader>
      <ListBar list={list} columns={columns} placeholder={texts.placeholder} />
      <ProblemAlert error={tokens.error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/administration/tokens/${id}`}
        phoneRow={(token) => (
          <>
            <span className="gw-phone-line">
              <strong className="gw-cut">{token.name}</strong>
              <TokenState token={token} />
            </span>
            <span className="gw-phone-line gw-dimmed">
              <span className="gw-cut">{names(token.userId)}</span>
              <Moment at={token.lastUsedAt} />
            </span>
          </>
        )}
        list={list}
        waiting={tokens.waiting}
        hasMore={tokens.hasMore}
        loadingMore={tokens.loadingMore}
        loadMore={tokens.loadMore}
        empty={
          wanted === '' ? (
            <EmptyState icon="key" title={texts.empty}>
              <p>{texts.emptyHow}</p>
            </EmptyState>
          ) : (
            <EmptyState icon="filter" title={listTexts.nothingFits} />
          )
        }
      />
      <NewTokenDialog opened={isNew} close={() => setNew(false)} />
    </>
  );
}

export function TokenState({ token: { revokedAt, expiresAt } }: { readonly token: Token }) {
  const texts = useTexts(administrationTexts).tokens;
  if (revokedAt !== null) return <ToneBadge tone="grey" icon="ban" text={texts.revoked} />;
  if (expiresAt !== null && new Date(expiresAt) <= new Date())
    return <ToneBadge tone="grey" icon="clock" text={texts.expired} />;
  return <ToneBadge tone="green" icon="checkCircle" text={texts.active} />;
}

function useTokenColumns(names: (id: number) => string): readonly Column<Token>[] {
  const texts = useTexts(administrationTexts).tokens;
  return useMemo(
    () => [
      { key: 'name', label: texts.name, cell: ({ name }) => <strong className="gw-strong">{name}</strong> },
      { key: 'user', label: texts.user, width: 180, cell: ({ userId }) => names(userId) },
      { key: 'state', label: texts.state, width: 120, cell: (token) => <TokenState token={token} /> },
      {
        key: 'ipRanges',
        label: texts.ipRanges,
        width: 240,
        cell: ({ ipRanges }) => <span className="gw-mono">{ipRanges.join(', ')}</span>,
      },
      {
        key: 'lastUsed',
        label: texts.lastUsed,
        width: 150,
        cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.never : <Moment at={lastUsedAt} />),
      },
      { key: 'expires', label: texts.expiresAt, width: 150, cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
      {
        key: 'created',
        label: texts.created,
        width: 150,
        hidden: true,
        cell: ({ createdAt }) => <Moment at={createdAt} />,
      },
      { key: 'createdBy', label: texts.createdBy, width: 150, hidden: true, cell: ({ createdBy }) => createdBy },
      { key: 'paths', label: texts.paths, hidden: true, cell: ({ paths }) => paths?.join(', ') },
    ],
    [texts, names],
  );
}
