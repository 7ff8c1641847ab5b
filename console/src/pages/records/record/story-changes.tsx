import { useTexts } from '../../../texts/language.ts';
import type { Field } from '../data/use-fields.ts';
import type { RelatedName } from '../data/use-related.ts';
import { isEmpty, isList, textOf, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';
import { FieldValue } from './field-value.tsx';
import type { Line } from './story-panel.tsx';

interface ChangesProps {
  readonly line: Line;
  readonly entity: string;
  readonly fields: readonly Field[];
  readonly related: RelatedName;
}

/** Nobody asks for these: they follow from others. */
const following = /^(?:statusDate|process\..*|vat|totalWithoutVat|revision|updatedAt)$/;

/** What was changed, field by field: before and after. */
export function StoryChanges({ line, entity, fields, related }: ChangesProps) {
  const names = useNames();
  const { story } = useTexts(recordTexts);
  const all = Object.entries(line.changes).filter(([path]) => !following.test(path));
  if (all.length === 0) return null;
  return (
    <ul className="gw-changes">
      {all.map(([path, change]) => {
        // As readRecordStory promises: [before, after].
        const [before = null, after = null] = isList(change as Value) ? (change as readonly Value[]) : [];
        const field = fields.find(({ key }) => key === path);
        const label = names.field(entity, path, field?.label);
        return (
          <li key={path}>
            <span className="gw-dimmed">{label}:</span> <One {...{ entity, path, field, related }} value={before} />
            {isEmpty(before) ? '' : ' '}→{' '}
            {isEmpty(after) ? (
              <span className="gw-dimmed">{story.emptied}</span>
            ) : (
              <One {...{ entity, path, field, related }} value={after} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface OneProps {
  readonly entity: string;
  readonly path: string;
  readonly field: Field | undefined;
  readonly related: RelatedName;
  readonly value: Value;
}

function One({ entity, path, field, related, value }: OneProps) {
  const names = useNames();
  const { story } = useTexts(recordTexts);
  if (isEmpty(value)) return null;
  if (path === 'status') return <>{names.status(entity, textOf(value))}</>;
  if (isList(value) && value.some((item) => typeof item === 'object')) return <>{story.items(value.length)}</>;
  return field === undefined ? <>{textOf(value)}</> : <FieldValue field={field} value={value} related={related} />;
}
