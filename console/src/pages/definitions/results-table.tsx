import { Table } from '@mantine/core';
import { Link } from 'wouter';
import { useTexts } from '../../texts/language.ts';
import type { Difference } from '../integration/body.ts';
import { Differences } from '../integration/differences.tsx';
import { definitionTexts } from './texts.ts';

interface Result {
  readonly entity: string;
  readonly outcome: string;
  readonly id: number | null;
  readonly registration: string | null;
  readonly state: string | null;
  /** Before and after, where it is known: of a preview. */
  readonly changes?: unknown;
}

interface ResultsTableProps {
  readonly results: readonly Result[];
  /** It has not happened: what would be created cannot be opened. */
  readonly planned?: boolean;
}

/** What became, or would become, of each record. */
export function ResultsTable({ results, planned = false }: ResultsTableProps) {
  const texts = useTexts(definitionTexts).calls;
  return (
    <Table aria-label={texts.results} verticalSpacing={6}>
      <Table.Tbody>
        {results.map((result, index) => {
          const rows = differencesIn(result.changes);
          const name = result.registration ?? (result.id === null ? '' : String(result.id));
          return (
            <Table.Tr key={index}>
              <Table.Td>
                {result.id === null || (planned && result.outcome === 'created') ? (
                  name
                ) : (
                  <Link href={`/records/${result.entity}/${result.id}`}>{name}</Link>
                )}{' '}
                <span className="gw-dimmed">{result.entity}</span>
                {rows.length === 0 ? null : <Differences rows={rows} />}
              </Table.Td>
              <Table.Td>{result.outcome}</Table.Td>
              <Table.Td>{result.state}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** `{path: [before, after]}`, as histories have it. */
function differencesIn(changes: unknown): readonly Difference[] {
  if (typeof changes !== 'object' || changes === null) return [];
  return Object.entries(changes).flatMap(([path, pair]: [string, unknown]) => {
    if (!Array.isArray(pair)) return [];
    const [before, after] = pair as readonly unknown[];
    return [{ path, ...(before === null ? {} : { before }), ...(after === null ? {} : { after }) }];
  });
}
