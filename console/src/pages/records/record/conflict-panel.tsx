import { Button, Group, Radio } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { isEditable, itemFields, lastOf } from '../data/use-fields.ts';
import { type Difference, differences, type Draft } from '../model/draft.ts';
import { isEmpty, itemsOf, textOf, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldValue } from './field-value.tsx';
import type { RecordFacts } from './record-page.tsx';

interface ConflictProps extends RecordFacts {
  readonly draft: Draft;
  readonly settle: (taken: ReadonlySet<string>) => void;
}

/** Somebody has changed the record since the editing began: both versions beside one another. What was typed stays typed. */
export function ConflictPanel(props: ConflictProps) {
  const { entity, record, fields, draft, settle } = props;
  const texts = useTexts(recordTexts).conflict;
  const names = useNames();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const paths = ['status', ...fields.filter(isEditable).map(({ key }) => key)];
  const all = differences(draft, record.fields, paths);
  const clashes = all.filter((difference) => difference.clashes);
  const choose = (path: string, theirs: boolean): void =>
    setTaken((before) => new Set(theirs ? [...before, path] : [...before].filter((one) => one !== path)));
  return (
    <section className="gw-conflict" role="alert" aria-label={texts.title}>
      <h2>
        <Icon name="users" />
        {texts.title}
      </h2>
      <p>{clashes.length > 0 ? texts.clash : texts.noClash}</p>
      {all.length === 0 ? null : (
        <div className="gw-scroll" tabIndex={0} role="region" aria-label={texts.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.field}</th>
                <th scope="col">{texts.before}</th>
                <th scope="col">{texts.theirs}</th>
                <th scope="col">{texts.mine}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((difference) => (
                <DifferenceRow
                  key={difference.path}
                  {...props}
                  difference={difference}
                  isTaken={taken.has(difference.path)}
                  choose={choose}
                  label={names.field(entity, difference.path)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Group mt="sm">
        <Button onClick={() => settle(taken)}>{texts.goOn}</Button>
      </Group>
    </section>
  );
}

interface RowProps extends RecordFacts {
  readonly difference: Difference;
  readonly label: string;
  readonly isTaken: boolean;
  readonly choose: (path: string, theirs: boolean) => void;
}

function DifferenceRow({ difference, label, isTaken, choose, ...facts }: RowProps) {
  const texts = useTexts(recordTexts).conflict;
  const { path, before, theirs, mine, clashes } = difference;
  const cell = (value: Value | undefined): React.ReactNode => <Version {...facts} path={path} value={value} />;
  return (
    <tr data-clash={clashes ? '' : undefined}>
      <th scope="row">{label}</th>
      <td>{cell(before)}</td>
      <td>
        {clashes ? (
          <Radio size="xs" name={path} checked={isTaken} onChange={() => choose(path, true)} label={cell(theirs)} />
        ) : (
          cell(theirs)
        )}
      </td>
      <td>
        {clashes ? (
          <Radio size="xs" name={path} checked={!isTaken} onChange={() => choose(path, false)} label={cell(mine)} />
        ) : (
          <span className="gw-dimmed">{texts.untouched}</span>
        )}
      </td>
    </tr>
  );
}

function Version({
  fields,
  related,
  path,
  value,
}: RecordFacts & { readonly path: string; readonly value: Value | undefined }) {
  const { empty } = useTexts(recordTexts);
  const field = fields.find(({ key }) => key === path);
  if (isEmpty(value)) return <span className="gw-dimmed">{empty.value}</span>;
  const items = itemsOf(value);
  // What people fill in, in the order in which they do.
  const own = itemFields(fields, path)
    .filter(({ readOnly }) => !readOnly)
    .map(({ key }) => lastOf(key));
  if (items.length > 0)
    return (
      <ol className="gw-items">
        {items.map((item, index) => (
          <li key={index}>
            {own
              .map((name) => textOf(item[name]))
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ol>
    );
  return field === undefined ? <>{textOf(value)}</> : <FieldValue field={field} value={value} related={related} />;
}
