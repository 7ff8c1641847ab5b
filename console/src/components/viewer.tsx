import { SegmentedControl, Table } from '@mantine/core';
import { useMemo, useState } from 'react';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { Copyable } from './copyable.tsx';
import { colourise } from './colourise.ts';
import { prettyText } from './pretty-text.ts';
import './viewer.css';

interface ViewerProps {
  /** What it is, for screen readers: "Request, attempt 1". */
  readonly label: string;
  readonly body: string | null | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | null | undefined;
  /** Said below: that a part was cut, why it is not shown. */
  readonly note?: string | undefined;
}

type View = 'pretty' | 'raw' | 'headers';

/** A message as it was sent or answered: indented, as it is, and its headers. HTML is never drawn, only shown as text. */
export function Viewer({ label, body, headers, note }: ViewerProps) {
  const { viewer } = useTexts(commonTexts);
  const [view, setView] = useState<View>('pretty');
  const pretty = useMemo(() => prettyText(body ?? ''), [body]);
  const text = view === 'raw' ? (body ?? '') : pretty.text;
  const choices: { value: View; label: string }[] = [
    { value: 'pretty', label: viewer.pretty },
    { value: 'raw', label: viewer.raw },
    ...(headers === undefined || headers === null ? [] : [{ value: 'headers' as const, label: viewer.headers }]),
  ];
  return (
    <div className="gw-viewer">
      <div className="gw-viewer-top">
        <SegmentedControl
          size="xs"
          aria-label={label}
          value={view}
          onChange={(value) => setView(value)}
          data={choices}
        />
        {view === 'headers' || text === '' ? null : (
          <Copyable text={text} shown={viewer.lines(text.split('\n').length)} />
        )}
      </div>
      {view === 'headers' ? (
        <HeaderTable headers={headers ?? {}} />
      ) : (
        <pre className="gw-code" tabIndex={0} role="region" aria-label={label}>
          {text === '' ? <span className="gw-dimmed">{viewer.empty}</span> : <Code text={text} kind={pretty.kind} />}
        </pre>
      )}
      {note === undefined ? null : <p className="gw-dimmed gw-viewer-note">{note}</p>}
    </div>
  );
}

function Code({ text, kind }: { readonly text: string; readonly kind: 'json' | 'xml' | 'text' }) {
  return colourise(text, kind).map(({ start, text: part, is }) =>
    is === undefined ? (
      part
    ) : (
      <span key={start} className={`gw-code-${is}`}>
        {part}
      </span>
    ),
  );
}

function HeaderTable({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) {
  return (
    <Table className="gw-headers" layout="auto">
      <Table.Tbody>
        {Object.entries(headers).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td className="gw-mono">{String(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
