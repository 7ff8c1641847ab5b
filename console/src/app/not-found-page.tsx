import { Link } from 'wouter';
import { PageHeader } from '../components/page-header.tsx';
import { useTexts } from '../texts/language.ts';
import { appTexts } from './texts.ts';

export function NotFoundPage() {
  const texts = useTexts(appTexts).notFound;
  return (
    <>
      <PageHeader title={texts.title} />
      <p>{texts.detail}</p>
      <Link href="/">{texts.go}</Link>
    </>
  );
}
