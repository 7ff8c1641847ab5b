import { Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import type { PlacedProblem } from '../../editor/preview/compile-draft.ts';
import type { MessageFormat, MessageTemplate } from '../../editor/preview/message-draft.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';

interface SettingsPaneProps {
  readonly draft: MessageTemplate;
  readonly change: (draft: MessageTemplate) => void;
  readonly problems: readonly PlacedProblem[];
}

const charsets = ['utf-8', 'windows-1250', 'iso-8859-2', 'utf-16', 'cp852'];

/** What holds for the template as a whole. */
export function SettingsPane({ draft, change, problems }: SettingsPaneProps) {
  const all = useTexts(templateTexts);
  const texts = all.settings;
  const entities = useEntities();
  const schemas = useSchemaFiles();
  const charsetFault = problems.find(({ part }) => part === 'charset')?.message;
  const set = (more: { [Key in keyof MessageTemplate]?: MessageTemplate[Key] | undefined }): void =>
    change(withoutUndefined({ ...draft, ...more }));
  return (
    <div className="gw-form-pane">
      <TextInput
        label={texts.title}
        value={draft.title ?? ''}
        maxLength={200}
        onChange={({ currentTarget }) => set({ title: currentTarget.value === '' ? undefined : currentTarget.value })}
      />
      <div className="gw-two">
        <Select
          label={texts.entity}
          data={entities}
          value={draft.entity ?? null}
          onChange={(entity) => set({ entity: entity ?? undefined })}
          searchable
        />
        <Select
          label={texts.format}
          data={Object.entries(all.formats).map(([value, label]) => ({ value, label }))}
          value={draft.format}
          // Its choices are the formats.
          onChange={(format) => set({ format: (format ?? 'json') as MessageFormat })}
          allowDeselect={false}
        />
        <Select
          label={texts.charset}
          description={texts.charsetAbout}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={charsets}
          value={draft.charset ?? null}
          onChange={(charset) => set({ charset: charset ?? undefined })}
          clearable
          {...(charsetFault === undefined ? {} : { error: charsetFault })}
        />
      </div>
      <Select
        label={texts.schema}
        description={texts.schemaAbout}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={schemas}
        value={draft.schema ?? null}
        onChange={(schema) => set({ schema: schema ?? undefined })}
        searchable
        clearable
      />
      <TagsInput
        label={texts.statuses}
        description={texts.statusesAbout}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={(draft.responseStatuses ?? []).map(String)}
        onChange={(values) => {
          const statuses = values.map(Number).filter((status) => status >= 200 && status <= 599);
          set({ responseStatuses: statuses.length === 0 ? undefined : statuses });
        }}
      />
    </div>
  );
}

function withoutUndefined(draft: {
  [Key in keyof MessageTemplate]: MessageTemplate[Key] | undefined;
}): MessageTemplate {
  // Only what may be missing is left out.
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as MessageTemplate;
}

export function useEntities(): { value: string; label: string }[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'entities'],
    queryFn: async ({ signal }) => (await api.call('listEntities', { signal })).data,
  });
  return (data ?? []).map(({ name }) => ({ value: name, label: name }));
}

/** `set/file.xsd` of every file of every set, the ones at the top of a set first. */
function useSchemaFiles(): string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'schema-files'],
    queryFn: async ({ signal }) => {
      const { data: sets } = await api.call('listSchemaSets', { signal });
      return sets.flatMap(({ body }) => Object.keys(body.files).map((file) => `${body.name}/${file}`));
    },
  });
  return data ?? [];
}
