import { UnstyledButton } from '@mantine/core';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import type { SchemaCheck } from './use-schema-check.ts';

interface SchemaPaneProps {
  readonly check: SchemaCheck;
  readonly goTo: (line: number) => void;
}

/** Whether the message fits its XML schema, each fault with the line of the template that wrote it. */
export function SchemaPane({ check, goTo }: SchemaPaneProps) {
  const texts = useTexts(templateTexts).schema;
  const schema = check.draft?.schema ?? '';
  if (check.state === 'none') {
    return (
      <EmptyState icon="fileCode" title={texts.none}>
        <p>{texts.noneHow}</p>
      </EmptyState>
    );
  }
  if (check.state !== 'checked') {
    return <p className="gw-dimmed">{check.state === 'checking' ? texts.checking : texts.waiting}</p>;
  }
  return (
    <div role="status">
      <ProblemAlert error={check.error} />
      {check.error !== null ? null : check.faults.length === 0 ? (
        <p className="gw-good">
          <Icon name="check" /> {texts.valid(schema)}
        </p>
      ) : (
        <>
          <p className="gw-bad">
            <Icon name="alert" /> {texts.invalid(check.faults.length, schema)}
          </p>
          <ul className="gw-fault-list">
            {check.faults.map(({ message, line, templateLine }) => (
              <li key={`${line}${message}`}>
                {templateLine === undefined ? (
                  <span className="gw-dimmed">{texts.line(line, templateLine)}</span>
                ) : (
                  <UnstyledButton className="gw-link" onClick={() => goTo(templateLine)}>
                    {texts.line(line, templateLine)}
                  </UnstyledButton>
                )}
                <p>{message}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
