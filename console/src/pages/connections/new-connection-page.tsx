import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../../api/call.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { useLeave } from '../integration/use-leave.ts';
import { ConnectionForm } from './connection-form.tsx';
import { PackForm } from './pack-form.tsx';
import { type Pack, readPacks } from './packs.ts';
import { connectionTexts } from './texts.ts';

/** From a pack or from nothing; the address bar says which. */
export default function NewConnectionPage() {
  const texts = useTexts(connectionTexts).begin;
  const asked = useListState().get('from');
  const { data: packs, error } = useQuery({ queryKey: ['packs'], staleTime: Infinity, queryFn: loadPacks });
  if (asked === 'blank') return <BlankConnection />;
  if (error !== null) return <ProblemAlert error={error} />;
  if (packs === undefined) return <PageSkeleton />;
  const pack = packs.find(({ name }) => name === asked);
  if (pack !== undefined) return <PackForm pack={pack} />;
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <ul className="gw-choices">
        <li>
          <Link href="/connections/new?from=blank" className="gw-choice-card">
            <strong>{texts.blank}</strong>
            <span>{texts.blankAbout}</span>
          </Link>
        </li>
        {packs.map((one) => (
          <PackCard key={one.name} pack={one} />
        ))}
      </ul>
    </>
  );
}

async function loadPacks(): Promise<readonly Pack[]> {
  const { packFiles } = await import('./pack-files.ts');
  return readPacks(packFiles);
}

const counted = ['connections', 'definitions', 'templates', 'dictionaries', 'triggers'] as const;

function PackCard({ pack: { name, file } }: { readonly pack: Pack }) {
  const texts = useTexts(connectionTexts).begin;
  const abouts: Readonly<Record<string, string>> = texts.packs;
  const title = (file['connections'] ?? file['definitions'])?.[0]?.['title'];
  const parts = counted.flatMap((section) => {
    const count = file[section]?.length ?? 0;
    return count === 0 ? [] : [texts[section](count)];
  });
  return (
    <li>
      <Link href={`/connections/new?from=${name}`} className="gw-choice-card">
        <strong>{typeof title === 'string' ? title : name}</strong>
        <span>{abouts[name]}</span>
        <span className="gw-dimmed">{texts.brings(parts.join(', '))}</span>
      </Link>
    </li>
  );
}

const blank: Schemas['Connection'] = { name: '', url: '' };

function BlankConnection() {
  const texts = useTexts(connectionTexts).begin;
  const [body, setBody] = useState(blank);
  const isDirty = body !== blank;
  const leave = useLeave(isDirty);
  return (
    <>
      <PageHeader title={texts.blank} about={texts.blankAbout} />
      <ConnectionForm
        draft={{ body, change: setBody, isDirty, isBehind: false, reset: () => undefined }}
        isNew
        onSaved={(name, thenTest) => leave(`/connections/${name}?tab=settings${thenTest ? '&test=1' : ''}`)}
      />
    </>
  );
}
