import type { PageProps } from '../../app/routes.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import type { Dictionaries } from '../../editor/preview/samples.ts';
import { TemplateEditor } from './template-editor.tsx';
import { useDraftTemplate } from './use-draft-template.ts';
import { type SavedTemplate, useSavedTemplate } from './use-saved-template.ts';

const noDictionaries: Dictionaries = {};

/** One saved template in the editor. */
export default function TemplatePage({ params }: PageProps) {
  const name = params['name'] ?? '';
  const { data, error, isPending } = useSavedTemplate(name);
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <Saved key={data.body.name} saved={data} />;
}

function Saved({ saved }: { readonly saved: SavedTemplate }) {
  const edited = useDraftTemplate(saved.body.name, saved.body, saved.version);
  return <TemplateEditor edited={edited} saved={saved} dictionaries={noDictionaries} />;
}
