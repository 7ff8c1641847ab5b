import { ActionIcon, Select } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { CodeArea } from '../../editor/codemirror/code-area.tsx';
import type { MessageFormat } from '../../editor/preview/message-draft.ts';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import type { Preview } from './use-preview.ts';
import type { Followed } from './use-followed.ts';
import type { Samples } from './use-samples.ts';

interface MessagePaneProps {
  readonly samples: Samples;
  readonly preview: Preview;
  readonly followed: Followed;
  readonly format: MessageFormat;
  readonly shown: number;
  readonly show: (index: number) => void;
}

/** The message of one record, while the template is being written. */
export function MessagePane({ samples, preview, followed, format, shown, show }: MessagePaneProps) {
  const texts = useTexts(templateTexts).preview;
  const { samples: records } = samples.set;
  if (records.length === 0) {
    return (
      <EmptyState icon="file" title={texts.noRecords}>
        <p>{texts.noRecordsHow}</p>
      </EmptyState>
    );
  }
  const step = (by: number): void => show((shown + by + records.length) % records.length);
  const problems = preview.good?.shown?.problems ?? [];
  return (
    <div className="gw-message-pane">
      <div className="gw-message-top">
        <Select
          size="xs"
          aria-label={texts.record}
          data={records.map(({ label }, index) => ({ value: String(index), label }))}
          value={String(shown)}
          onChange={(value) => show(Number(value ?? '0'))}
          allowDeselect={false}
          searchable
        />
        <ActionIcon variant="default" size="md" aria-label={texts.before} onClick={() => step(-1)}>
          <Icon name="chevronLeft" size={14} />
        </ActionIcon>
        <ActionIcon variant="default" size="md" aria-label={texts.after} onClick={() => step(1)}>
          <Icon name="chevronRight" size={14} />
        </ActionIcon>
        <PreviewState preview={preview} />
      </div>
      <RequestLine preview={preview} />
      <div className="gw-message-code" data-stale={preview.isStale}>
        <CodeArea
          label={texts.messageLabel}
          value={followed.text}
          format={messageFormat(format)}
          readOnly
          wraps
          onCursor={followed.atMessage}
          onView={followed.setMessageView}
        />
      </div>
      <Origin followed={followed} />
      {problems.length === 0 ? null : (
        <div className="gw-message-problems">
          <p>{texts.partly(problems.length)}</p>
          <ul>
            {problems.map(({ message, line, column }) => (
              <li key={`${line}:${column}:${message}`}>{message}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What a message of the format looks like; tables and forms are plain text. */
function messageFormat(format: MessageFormat): MessageFormat {
  return format === 'json' || format === 'xml' ? format : 'text';
}

/** Whether what is shown is of the template as it stands. */
export function PreviewState({ preview }: { readonly preview: Preview }) {
  const texts = useTexts(templateTexts).preview;
  const format = useFormat();
  const words = preview.isLate
    ? texts.late
    : preview.good === undefined
      ? texts.nothingYet
      : preview.isStale
        ? texts.stale
        : texts.current(format.number(Math.max(1, Math.round(preview.tookMs))));
  return (
    <span className="gw-preview-state" data-stale={preview.isStale} role="status">
      <Icon name={preview.isStale ? 'history' : 'check'} size={14} />
      {words}
    </span>
  );
}

/** `POST /xml` with its headers. */
function RequestLine({ preview }: { readonly preview: Preview }) {
  const request = preview.good?.shown?.request;
  if (request === undefined || request === null) return null;
  const headers = Object.entries(request.headers);
  return (
    <div className="gw-request-line gw-mono">
      <strong>{request.method}</strong> {request.url === '' ? '/' : request.url}
      {headers.map(([name, value]) => (
        <div key={name} className="gw-dimmed">
          {name}: {value}
        </div>
      ))}
    </div>
  );
}

/** Which fields the value that is pointed at was made of. */
function Origin({ followed }: { readonly followed: Followed }) {
  const texts = useTexts(templateTexts).preview;
  const { main } = followed;
  const words =
    main === undefined
      ? '\u00a0'
      : main.paths.length > 0
        ? texts.from(main.paths.slice(0, 6).join(', '))
        : texts.author;
  return (
    <p className="gw-origin gw-dimmed" role="status">
      {words}
    </p>
  );
}
