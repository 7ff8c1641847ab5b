import { useEffect } from 'react';
import { Link } from 'wouter';
import type { PageProps } from '../../../app/routes.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { PageSkeleton } from '../../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { useTexts } from '../../../texts/language.ts';
import { type Field, isEditable, useFields } from '../data/use-fields.ts';
import { useRecord } from '../data/use-record.ts';
import { useRelated } from '../data/use-related.ts';
import { useViews, viewOfEntity } from '../data/use-views.ts';
import { differences, type Draft } from '../model/draft.ts';
import { type GangwayRecord, hasLines, nameOf, textOf, valueAt } from '../model/record.ts';
import { useNames } from '../names.ts';
import '../records.css';
import './record.css';
import { StatusBadge } from '../status-badge.tsx';
import { recordTexts } from '../texts.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { ExportsPanel } from './exports-panel.tsx';
import { FieldsView } from './fields-view.tsx';
import { InvoiceView } from './invoice-view.tsx';
import { RecordActions } from './record-actions.tsx';
import { RecordForm } from './record-form.tsx';
import { StoryPanel } from './story-panel.tsx';
import { TroublePanels } from './trouble-panels.tsx';
import { useEditing } from './use-editing.ts';

/** One record, one page: its fields, lines and totals, what can be done with it, and its story. */
export default function RecordPage({ params }: PageProps) {
  const entity = params['entity'] ?? '';
  const id = Number(params['id']);
  const texts = useTexts(recordTexts);
  const { data, error } = useRecord(entity, id);
  // A record that has been shown stays, whatever becomes of a later reading.
  if (data !== undefined) return <OneRecord key={`${entity}/${id}`} entity={entity} record={data} />;
  if (error === null) return <PageSkeleton />;
  return (
    <>
      <PageHeader title={texts.title} />
      <ProblemAlert error={error} />
    </>
  );
}

function OneRecord({ entity, record }: { readonly entity: string; readonly record: GangwayRecord }) {
  const type = textOf(record.fields['type']);
  const fields = useFields(entity, type === '' ? undefined : type);
  const related = useRelated(record.fields, fields);
  const editing = useEditing(entity, record);
  const { draft } = editing;
  const isStale = draft !== undefined && draft.revision !== record.revision;
  const { settle, saving } = editing;
  const isQuiet = isStale && !saving && fields.length > 0 && onlyWrittenBack(draft, record, fields);
  useEffect(() => {
    if (isQuiet) settle(new Set());
  }, [isQuiet, settle]);
  const facts = { entity, record, fields, related };
  return (
    <>
      <Heading entity={entity} record={record}>
        {draft === undefined ? <RecordActions entity={entity} record={record} edit={() => editing.begin()} /> : null}
      </Heading>
      <TroublePanels entity={entity} record={record} editing={editing} />
      <div className="gw-record">
        <div className="gw-record-main">
          {draft === undefined ? (
            hasLines(record) || fields.some(({ key }) => key === 'lines') ? (
              <InvoiceView {...facts} />
            ) : (
              <FieldsView {...facts} />
            )
          ) : (
            <>
              {isStale && !isQuiet ? <ConflictPanel {...facts} draft={draft} settle={editing.settle} /> : null}
              <RecordForm
                entity={entity}
                fields={fields}
                draft={draft}
                change={editing.change}
                error={isConflict(editing.error) ? null : editing.error}
                save={editing.save}
                saving={editing.saving}
                giveUp={editing.giveUp}
                blocked={isStale && !isQuiet}
                resends={editing.resends}
              />
            </>
          )}
        </div>
        <aside className="gw-record-side">
          <ExportsPanel entity={entity} record={record} />
          <StoryPanel entity={entity} id={record.id} fields={fields} related={related} />
        </aside>
      </div>
    </>
  );
}

/** An answer has been written into properties that nobody is typing in: no reason to stop a person. */
function onlyWrittenBack(draft: Draft, { fields: now }: GangwayRecord, fields: readonly Field[]): boolean {
  const paths = ['status', ...fields.filter(isEditable).map(({ key }) => key)];
  return differences(draft, now, paths).every(({ path, clashes }) => !clashes && path.startsWith('properties.'));
}

const isConflict = (error: Error | null): boolean =>
  error !== null && 'code' in error && error.code === 'revision-conflict';

function Heading({
  entity,
  record,
  children,
}: {
  readonly entity: string;
  readonly record: GangwayRecord;
  readonly children: React.ReactNode;
}) {
  const names = useNames();
  const texts = useTexts(recordTexts);
  const { data: views = [] } = useViews();
  const { fields, registration } = record;
  const type = textOf(fields['type']);
  const waitingFor = textOf(valueAt(fields, 'process.waitingFor'));
  const kind = type === '' ? names.entity(entity) : names.type(entity, type);
  const view = listOf(entity, type);
  const known = views.find(({ name }) => name === view) ?? viewOfEntity(views, entity);
  const about = (
    <span className="gw-record-about">
      {known === undefined ? (
        kind
      ) : (
        <Link className="gw-kind" href={`/records/${known.name}`}>
          {kind}
        </Link>
      )}
      <StatusBadge entity={entity} status={textOf(fields['status'])} />
      {waitingFor === '' ? null : <span className="gw-dimmed">{texts.waitsFor(waitingFor)}</span>}
      <Copyable text={registration} />
    </span>
  );
  return (
    <PageHeader title={nameOf(record)} about={about}>
      {children}
    </PageHeader>
  );
}

/** The list that the record is likely to have come from. */
function listOf(entity: string, type: string): string {
  if (type.startsWith('INVOICE.SALES')) return 'invoices.sales';
  if (type.startsWith('INVOICE.PURCHASE')) return 'invoices.purchase';
  return entity;
}

/** What the parts of the page are told. */
export interface RecordFacts {
  readonly entity: string;
  readonly record: GangwayRecord;
  readonly fields: readonly Field[];
  readonly related: ReturnType<typeof useRelated>;
}
