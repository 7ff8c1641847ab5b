import { EmptyState } from '../../../components/empty-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { PageSkeleton } from '../../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import type { PageProps } from '../../../app/routes.tsx';
import { useTexts } from '../../../texts/language.ts';
import { arrangeViews, useViews } from '../data/use-views.ts';
import '../records.css';
import { recordTexts } from '../texts.ts';
import { RecordList } from './record-list.tsx';

/** `/records/invoices.sales`: the records of a view. Without a name, of the first one. */
export default function RecordsPage({ params }: PageProps) {
  const texts = useTexts(recordTexts);
  const { data: views, error } = useViews();
  if (views === undefined)
    return error === null ? (
      <PageSkeleton />
    ) : (
      <>
        <PageHeader title={texts.title} />
        <ProblemAlert error={error} />
      </>
    );
  const { usual, others } = arrangeViews(views);
  const name = params['view'];
  const view = name === undefined ? (usual[0] ?? others[0]) : views.find((one) => one.name === name);
  if (view === undefined)
    return (
      <>
        <PageHeader title={texts.title} />
        <EmptyState icon="file" title={name === undefined ? texts.noViews : texts.noView(name)} />
      </>
    );
  return <RecordList key={view.name} view={view} views={views} />;
}
