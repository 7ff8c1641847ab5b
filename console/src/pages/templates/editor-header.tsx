import { ActionIcon, Button, Menu, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { request } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import { useKeys } from '../../app/keys.ts';
import { notices } from '../../app/notices.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTexts } from '../../texts/language.ts';
import { BulkResend } from '../deliveries/bulk-resend.tsx';
import { useBulkResend } from '../deliveries/use-bulk-resend.ts';
import { templateTexts } from './texts.ts';
import type { TemplateDraft } from './use-draft-template.ts';
import type { SavedTemplate } from './use-saved-template.ts';
import type { Saving } from './use-saving.ts';

interface EditorHeaderProps {
  readonly edited: TemplateDraft;
  readonly saved: SavedTemplate | undefined;
  readonly saving: Saving;
  readonly children: ReactNode;
}

/** The name of the template, and what can be done with it as a whole. */
export function EditorHeader({ edited, saved, saving, children }: EditorHeaderProps) {
  const texts = useTexts(templateTexts);
  const { draft, isDirty, isBehind, forget } = edited;
  const [asked, setAsked] = useState<'discard' | 'remove'>();
  const close = (): void => setAsked(undefined);
  const isNew = saved === undefined;
  useKeys([{ keys: 's', label: texts.save, act: () => void saving.save() }]);
  return (
    <>
      <PageHeader title={draft.title ?? draft.name} heading={<Heading draft={draft} />}>
        <span className="gw-dimmed" role="status">
          {isBehind ? texts.behind : isDirty || isNew ? texts.unsaved : ''}
        </span>
        {children}
        {isDirty && !isNew ? (
          <Button variant="subtle" color="gray" onClick={() => setAsked('discard')}>
            {texts.discard}
          </Button>
        ) : null}
        <Button
          leftSection={<Icon name="save" />}
          loading={saving.isPending}
          disabled={!isDirty && !isNew}
          onClick={() => void saving.save()}
        >
          {isNew ? texts.saveNew : texts.save}
        </Button>
        {isNew ? null : <MoreMenu name={draft.name} remove={() => setAsked('remove')} />}
      </PageHeader>
      <ReasonDialog saving={saving} />
      <ConfirmDialog
        opened={asked === 'discard'}
        close={close}
        title={texts.discardTitle}
        act={texts.discard}
        onConfirm={() => {
          forget();
          return Promise.resolve();
        }}
      >
        <p>{texts.discardDetail}</p>
      </ConfirmDialog>
      <RemoveDialog name={draft.name} opened={asked === 'remove'} close={close} forget={forget} />
    </>
  );
}

function Heading({ draft: { name, title } }: { readonly draft: TemplateDraft['draft'] }) {
  return title === undefined ? (
    name
  ) : (
    <>
      {title} <span className="gw-dimmed gw-mono">{name}</span>
    </>
  );
}

function MoreMenu({ name, remove }: { readonly name: string; readonly remove: () => void }) {
  const texts = useTexts(templateTexts);
  const bulk = useBulkResend();
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="input-sm" aria-label={texts.more}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="rotate" size={14} />}
            onClick={() => bulk.ask({ template: name, state: ['failed', 'refused'] })}
          >
            {texts.rerender.act}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<Icon name="trash" size={14} />} onClick={remove}>
            {texts.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <BulkResend bulk={bulk} done={bulk.close} />
    </>
  );
}

function ReasonDialog({ saving }: { readonly saving: Saving }) {
  const texts = useTexts(templateTexts);
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      opened={saving.needsReason}
      close={saving.dropReason}
      title={texts.reasonTitle}
      act={texts.reasonAct}
      onConfirm={() => saving.save(reason)}
    >
      <p>{texts.reasonDetail}</p>
      <Textarea
        label={texts.reason}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        required
        maxLength={500}
        data-autofocus
      />
    </ConfirmDialog>
  );
}

interface RemoveDialogProps {
  readonly name: string;
  readonly opened: boolean;
  readonly close: () => void;
  readonly forget: () => void;
}

function RemoveDialog({ name, opened, close, forget }: RemoveDialogProps) {
  const texts = useTexts(templateTexts);
  const { unit } = useApi();
  const [, navigate] = useLocation();
  return (
    <ConfirmDialog
      opened={opened}
      close={close}
      title={texts.removeTitle(name)}
      act={texts.remove}
      danger
      onConfirm={async () => {
        await request('DELETE', `/api/v1/${unit}/templates/${encodeURIComponent(name)}`);
        forget();
        notices.done(texts.removed(name));
        navigate('/templates');
      }}
    >
      <p>{texts.removeDetail}</p>
    </ConfirmDialog>
  );
}
