import { Button, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ToneBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { dictionaryTexts } from './texts.ts';

interface CoveragePanelProps {
  readonly name: string;
  /** Begins entries for these keywords. */
  readonly onAdd: (keywords: readonly string[]) => void;
}

const days = 90;

/** Which keywords occurred, and which of them the dictionary does not know. */
export function CoveragePanel({ name, onAdd }: CoveragePanelProps) {
  const texts = useTexts(dictionaryTexts).coverage;
  const api = useApi();
  const { data, error, isPending } = useQuery({
    queryKey: [api.unit, 'dictionaries', name, 'coverage', days],
    queryFn: ({ signal }) => api.call('readDictionaryCoverage', { path: { name }, query: { days }, signal }),
  });
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  const missing = data.keywords.filter(({ translated }) => translated === null).map(({ key }) => key);
  const verdict =
    data.keywords.length === 0 ? texts.none : missing.length === 0 ? texts.whole : texts.missing(missing.length);
  return (
    <>
      <div className="gw-part-head">
        <p role="status" className="gw-verdict">
          <strong>{verdict}</strong>
        </p>
        {missing.length < 2 ? null : (
          <Button size="xs" onClick={() => onAdd(missing)}>
            {texts.addAll(missing.length)}
          </Button>
        )}
      </div>
      <p className="gw-dimmed">
        {texts.about(data.examined, data.days)} {data.complete ? '' : texts.incomplete}
      </p>
      {data.notes.map((note) => (
        <p key={note} className="gw-dimmed">
          {note}
        </p>
      ))}
      <UsedBy title={texts.templates} place="templates" names={data.templates} />
      <UsedBy title={texts.triggers} place="triggers" names={data.triggers} />
      {data.keywords.length === 0 ? null : <Keywords keywords={data.keywords} onAdd={onAdd} />}
    </>
  );
}

interface UsedByProps {
  readonly title: string;
  readonly place: 'templates' | 'triggers';
  readonly names: readonly string[];
}

function UsedBy({ title, place, names }: UsedByProps) {
  if (names.length === 0) return null;
  return (
    <p>
      {title}:{' '}
      {names.map((name, index) => (
        <span key={name}>
          {index === 0 ? '' : ', '}
          <Link href={`/${place}/${name}`}>{name}</Link>
        </span>
      ))}
    </p>
  );
}

interface KeywordsProps {
  readonly keywords: Answer<'readDictionaryCoverage'>['keywords'];
  readonly onAdd: (keywords: readonly string[]) => void;
}

function Keywords({ keywords, onAdd }: KeywordsProps) {
  const texts = useTexts(dictionaryTexts).coverage;
  const format = useFormat();
  return (
    <Table maw={760} verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.columns.keyword}</Table.Th>
          <Table.Th className="gw-number">{texts.columns.count}</Table.Th>
          <Table.Th>{texts.columns.translated}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keywords.map(({ key, count, translated }) => (
          <Table.Tr key={key}>
            <Table.Td className="gw-mono">{key}</Table.Td>
            <Table.Td className="gw-number">{format.number(count)}</Table.Td>
            <Table.Td>
              {translated ?? (
                <span className="gw-missing">
                  <ToneBadge tone="red" icon="alert" text={texts.lacking} />
                  <Button
                    variant="default"
                    size="compact-sm"
                    leftSection={<Icon name="plus" size={14} />}
                    onClick={() => onAdd([key])}
                  >
                    {texts.add(key)}
                  </Button>
                </span>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
