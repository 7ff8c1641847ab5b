import { useState } from 'react';
import { useLocation } from 'wouter';
import { useUnsaved } from '../../app/unsaved.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { triggerTexts } from './texts.ts';
import type { Trigger } from './trigger.ts';
import { TriggerForm } from './trigger-form.tsx';

const blank: Trigger = {
  ...{ name: '', entity: 'documents', on: [{ status: 'APPROVED' }] },
  ...{ when: "input.type = 'INVOICE.SALES'", deliver: [{}], mode: 'watch' },
};

export default function NewTriggerPage() {
  const texts = useTexts(triggerTexts);
  const [, navigate] = useLocation();
  const [body, setBody] = useState(blank);
  const [isSaved, setIsSaved] = useState(false);
  useUnsaved(body !== blank && !isSaved);
  return (
    <>
      <PageHeader title={texts.new} about={texts.newAbout} />
      <TriggerForm
        draft={{ body, change: setBody, isDirty: !isSaved, isBehind: false, reset: () => setIsSaved(true) }}
        isNew
        // After this the page holds nothing that could be lost.
        onSaved={(name) => setTimeout(() => navigate(`/triggers/${name}`), 0)}
      />
    </>
  );
}
