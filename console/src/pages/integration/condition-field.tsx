import { Input, Skeleton } from '@mantine/core';
import { lazy, Suspense, useId, useMemo } from 'react';
import { useTexts } from '../../texts/language.ts';
import { completeCondition, conditionScope, faultsOfCondition } from './condition.ts';
import './integration.css';
import { integrationTexts } from './texts.ts';
import { useSamples } from './use-samples.ts';

const ExpressionEditor = lazy(() => import('./expression-editor.tsx'));

interface ConditionFieldProps {
  readonly label: string;
  readonly description: string;
  readonly entity: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the server said of it. */
  readonly error?: string | undefined;
}

/** A condition over a record, with completion by its fields and the values of the last one, and faults under the words that they are about. */
export function ConditionField({ label, description, entity, value, onChange, error }: ConditionFieldProps) {
  const texts = useTexts(integrationTexts).code;
  const id = useId();
  const samples = useSamples(entity);
  const scope = useMemo(() => conditionScope(samples), [samples]);
  const faults = useMemo(() => faultsOfCondition(value, scope), [value, scope]);
  const sentences = faults.map(({ message }) => message);
  return (
    <div className="gw-wide">
      <Input.Label component="div">{label}</Input.Label>
      <Suspense fallback={<Skeleton height={36} />}>
        <ExpressionEditor
          label={label}
          value={value}
          onChange={onChange}
          complete={(source, cursor) => completeCondition(samples, scope, source, cursor)}
          faults={faults}
          placeholder="input.type = 'INVOICE.SALES'"
          describedBy={id}
        />
      </Suspense>
      <Input.Description id={id} mt={4}>
        {description} {texts.expressionKeys}
      </Input.Description>
      {sentences.length === 0 && error === undefined ? null : (
        <Input.Error mt={5} role="alert">
          {sentences.length > 0 ? sentences.join(' ') : error}
        </Input.Error>
      )}
    </div>
  );
}
