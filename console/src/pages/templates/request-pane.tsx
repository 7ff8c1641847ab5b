import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import type { PlacedProblem } from '../../editor/preview/compile-draft.ts';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';

type Request = NonNullable<MessageTemplate['request']>;

interface RequestPaneProps {
  readonly draft: MessageTemplate;
  readonly change: (draft: MessageTemplate) => void;
  readonly problems: readonly PlacedProblem[];
}

const methods = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'];

/** Where the message goes, behind the address of the connection; every text may hold expressions. */
export function RequestPane({ draft, change, problems }: RequestPaneProps) {
  const texts = useTexts(templateTexts).request;
  const request = draft.request ?? {};
  const set = (more: Partial<Request>): void => change({ ...draft, request: withoutEmpty({ ...request, ...more }) });
  const faultOf = (part: string): string | undefined => problems.find((problem) => problem.part === part)?.message;
  const urlFault = faultOf('url');
  return (
    <div className="gw-form-pane">
      <div className="gw-two">
        <Select
          label={texts.method}
          data={methods}
          value={request.method ?? 'POST'}
          onChange={(method) => set({ method: method ?? 'POST' })}
          allowDeselect={false}
          w={120}
        />
        <TextInput
          label={texts.path}
          description={texts.pathAbout}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          className="gw-mono-input gw-grow"
          value={request.url ?? ''}
          onChange={({ currentTarget }) => set({ url: currentTarget.value })}
          {...(urlFault === undefined ? {} : { error: urlFault })}
        />
      </div>
      <Pairs
        title={texts.headers}
        part="headers"
        pairs={request.headers ?? {}}
        set={(headers) => set({ headers })}
        faultOf={faultOf}
      />
      <Pairs
        title={texts.query}
        part="query"
        pairs={request.query ?? {}}
        set={(query) => set({ query })}
        faultOf={faultOf}
      />
    </div>
  );
}

function withoutEmpty(request: Request): Request {
  const { url, headers = {}, query = {}, ...rest } = request;
  return {
    ...rest,
    ...(url === undefined || url === '' ? {} : { url }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
  };
}

interface PairsProps {
  readonly title: string;
  readonly part: 'headers' | 'query';
  readonly pairs: Readonly<Record<string, string>>;
  readonly set: (pairs: Record<string, string>) => void;
  readonly faultOf: (part: string) => string | undefined;
}

function Pairs({ title, part, pairs, set, faultOf }: PairsProps) {
  const texts = useTexts(templateTexts).request;
  const entries = Object.entries(pairs);
  const replace = (index: number, pair: readonly [string, string]): void =>
    set(Object.fromEntries(entries.map((entry, at) => (at === index ? pair : entry))));
  const fresh = ['', '-2', '-3', '-4'].map((suffix) => `${part === 'headers' ? 'X-Name' : 'name'}${suffix}`);
  return (
    <fieldset className="gw-pairs">
      <legend>{title}</legend>
      {entries.map(([name, value], index) => {
        const fault = faultOf(`${part}.${name}`);
        return (
          <div className="gw-two" key={index}>
            <TextInput
              size="xs"
              aria-label={`${title}: ${texts.name}`}
              className="gw-mono-input"
              value={name}
              onChange={({ currentTarget }) => replace(index, [currentTarget.value, value])}
            />
            <TextInput
              size="xs"
              aria-label={`${title}, ${name}: ${texts.value}`}
              className="gw-mono-input gw-grow"
              value={value}
              onChange={({ currentTarget }) => replace(index, [name, currentTarget.value])}
              {...(fault === undefined ? {} : { error: fault })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.remove(name)}
              onClick={() => set(Object.fromEntries(entries.filter((_entry, at) => at !== index)))}
            >
              <Icon name="x" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() =>
          set({ ...pairs, [fresh.find((name) => !Object.hasOwn(pairs, name)) ?? `x${entries.length}`]: '' })
        }
      >
        {texts.add}
      </Button>
    </fieldset>
  );
}
