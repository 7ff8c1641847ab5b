import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { useLeave } from '../integration/use-leave.ts';
import { triggerTexts } from './texts.ts';
import type { Trigger } from './trigger.ts';
import { TriggerForm } from './trigger-form.tsx';

const blank: Trigger = {
  ...{ name: '', entity: 'documents', on: [{ status: 'APPROVED' }] },
  ...{ when: "input.type = 'INVOICE.SALES'", deliver: [{}], mode: 'watch' },
};

export default function NewTriggerPage() {
  const texts = useTexts(triggerTexts);
  const [body, setBody] = useState(blank);
  const leave = useLeave(body !== blank);
  return (
    <>
      <PageHeader title={texts.new} about={texts.newAbout} />
      <TriggerForm
        draft={{ body, change: setBody, isDirty: true, isBehind: false, reset: () => undefined }}
        isNew
        onSaved={(name) => leave(`/triggers/${name}`)}
      />
    </>
  );
}
