import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import CodeText from '../integration/code-text.tsx';
import { fileTexts } from './texts.ts';

type Format = 'yaml' | 'json';
const types: Readonly<Record<Format, string>> = { yaml: 'application/yaml', json: 'application/json' };

/** Everything that is configured, to read and to take along. */
export function GivePanel() {
  const texts = useTexts(fileTexts).give;
  const api = useApi();
  const [format, setFormat] = useState<Format>('yaml');
  const key = [api.unit, 'export'];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('exportIntegrationFile', { signal }),
  });
  useLiveQuery('configuration', key);
  const text = useMemo(() => {
    if (data === undefined) return undefined;
    return format === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : stringify(data, { lineWidth: 0 });
  }, [data, format]);
  if (error !== null) return <ProblemAlert error={error} />;
  if (text === undefined) return <PageSkeleton />;
  return (
    <>
      <div className="gw-part-head">
        <SegmentedControl
          size="xs"
          aria-label={texts.format}
          value={format}
          onChange={setFormat}
          data={[
            { value: 'yaml', label: 'YAML' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Button
          size="xs"
          leftSection={<Icon name="download" size={14} />}
          onClick={() => download(`integration.${format}`, types[format], text)}
        >
          {texts.download}
        </Button>
        <Copyable text={text} shown={texts.lines(text.split('\n').length - 1)} />
        <span className="gw-dimmed">{texts.about}</span>
      </div>
      <CodeText key={format} label={texts.text} value={text} format={format === 'json' ? 'json' : 'text'} lines={34} />
    </>
  );
}

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
