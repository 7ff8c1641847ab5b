import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useApi } from '../../../api/session.ts';
import type { ListState } from '../../../components/data-table/use-list-state.ts';
import { faultsOf } from '../../../components/problem-alert.tsx';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import type { View } from '../data/use-views.ts';
import { recordTexts } from '../texts.ts';

interface ExpertFilterProps {
  readonly list: ListState;
  readonly view: View;
  readonly opened: boolean;
  readonly close: () => void;
}

/** The filter as clients of the API write it. It is tried before it is used; a fault stands below its place. */
export function ExpertFilter(props: ExpertFilterProps) {
  const texts = useTexts(recordTexts).filters;
  return (
    <Modal opened={props.opened} onClose={props.close} title={texts.byHandTitle} size="lg">
      {props.opened ? <Inside {...props} /> : null}
    </Modal>
  );
}

function Inside({ list, view, close }: ExpertFilterProps) {
  const api = useApi();
  const texts = useTexts(recordTexts).filters;
  const { actions } = useTexts(commonTexts);
  const [typed, setTyped] = useState(list.get('filter') ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const tried = useMutation({
    mutationFn: (text: string) =>
      api.call('readViewPage', { path: { view: view.name }, query: { externalFilter: text, columns: 'id', limit: 1 } }),
    onSuccess: (_page, text) => {
      list.set({ filter: text });
      close();
    },
    onError: (error) => {
      const column = faultsOf(error)[0]?.column;
      field.current?.focus();
      if (column !== undefined) field.current?.setSelectionRange(column - 1, column);
    },
  });
  const use = (): void => {
    const text = typed.trim();
    if (text === '') {
      list.set({ filter: undefined });
      close();
    } else tried.mutate(text);
  };
  const column = faultsOf(tried.error)[0]?.column;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
    >
      <p>{texts.byHandHow}</p>
      <Textarea
        ref={field}
        label={texts.byHandLabel}
        className="gw-expert"
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          use();
        }}
        {...(tried.error === null ? {} : { error: tried.error.message })}
      />
      {tried.error === null || column === undefined ? null : (
        <pre className="gw-expert-place" aria-hidden="true">
          {tried.variables}
          {'\n'}
          {' '.repeat(Math.max(0, column - 1))}^
        </pre>
      )}
      <p className="gw-dimmed gw-fields-known">{texts.fieldsKnown(view.fields.join(', '))}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {actions.cancel}
        </Button>
        <Button type="submit" loading={tried.isPending}>
          {texts.use}
        </Button>
      </Group>
    </form>
  );
}
