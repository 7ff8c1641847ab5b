import { PageHeader } from '../../components/page-header.tsx';
import { useMe } from '../../api/session.ts';
import { appTexts } from '../../app/texts.ts';
import { useTexts } from '../../texts/language.ts';

export default function OverviewPage() {
  const { overview } = useTexts(appTexts).places;
  const { organisation } = useMe();
  return <PageHeader title={overview} about={organisation} />;
}
