import { useEffect, useRef } from 'react';
import { type Fault, Problem } from '../api/problem.ts';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { Icon } from './icon.tsx';
import './problem-alert.css';

interface ProblemAlertProps {
  /** What was thrown, or a sentence. */
  readonly error: Error | string | null | undefined;
  /** Fields that show their own faults; only the other ones are listed here. */
  readonly shown?: readonly string[];
}

/** What the server said, in its sentence, with every fault that has no field on the page. Nothing when there is no error. */
export function ProblemAlert({ error, shown = [] }: ProblemAlertProps) {
  const texts = useTexts(commonTexts).faults;
  if (error === null || error === undefined) return null;
  const sentence = typeof error === 'string' ? error : error.message;
  const rest = faultsOf(error).filter(({ path, message }) => !covers(shown, path) && !sentence.includes(message));
  return (
    <div className="gw-problem" role="alert">
      <Icon name="alert" />
      <div>
        <p>{sentence}</p>
        {rest.length === 0 ? null : (
          <ul>
            {rest.map((fault) => (
              <li key={`${fault.path ?? ''}${fault.line ?? ''}${fault.message}`}>
                {fault.path === undefined ? null : <code>{fault.path}: </code>}
                {fault.line === undefined ? null : `${texts.atLine(fault.line, fault.column)}: `}
                {fault.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof Problem ? error.faults : [];
}

/** `lines[0].vatRate` belongs to the field `lines`. */
function covers(fields: readonly string[], path: string | undefined): boolean {
  return (
    path !== undefined &&
    fields.some((field) => path === field || (/^[.[]/.test(path.slice(field.length)) && path.startsWith(field)))
  );
}

/**
 * The sentences of an error beside their fields: `error={faults('login')}` of a Mantine input. After a refusal the first faulty field below `form` is focused.
 */
export function useFaults(error: unknown): (field: string) => string | undefined {
  return (field) => {
    const own = faultsOf(error).filter(({ path }) => covers([field], path));
    return own.length === 0 ? undefined : own.map(({ message }) => message).join(' ');
  };
}

/** Puts the cursor into the first field that has a fault, once per error. */
export function useFocusFault(error: unknown): React.RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error === null || error === undefined) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
}
