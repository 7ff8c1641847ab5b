import { Button, Group, Modal, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../../../api/session.ts';
import { announce } from '../../../app/announce.tsx';
import { Icon, type IconName } from '../../../components/icon.tsx';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import { recordTexts } from '../texts.ts';
import { markAll, type Marked, type MarkResult } from './mark-ready-run.ts';

interface MarkReadyProps {
  readonly entity: string;
  /** What is to be marked; undefined: nothing is asked. */
  readonly asked: readonly Marked[] | undefined;
  readonly close: () => void;
  /** Called once everything is marked that was asked for. */
  readonly done: () => void;
}

/** Asks once, then shows what became of each record. It is sent as soon as it is marked, so the number stands there before. */
export function MarkReady({ entity, asked, close, done }: MarkReadyProps) {
  const texts = useTexts(recordTexts).mark;
  return (
    <Modal opened={asked !== undefined} onClose={close} title={texts.title(asked?.length ?? 0)} size="lg">
      {asked === undefined ? null : <Inside entity={entity} records={asked} close={close} done={done} />}
    </Modal>
  );
}

interface InsideProps extends Omit<MarkReadyProps, 'asked'> {
  readonly records: readonly Marked[];
}

function Inside({ entity, records, close, done }: InsideProps) {
  const texts = useTexts(recordTexts).mark;
  const { actions } = useTexts(commonTexts);
  const { results, running, start, stop } = useMarkRun(entity, records, done);
  if (results === undefined)
    return (
      <>
        <p>{texts.body}</p>
        <p className="gw-dimmed">
          {records
            .slice(0, 20)
            .map(({ name }) => name)
            .join(', ')}
          {records.length > 20 ? ' …' : ''}
        </p>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button data-autofocus onClick={() => void start()}>
            {texts.act(records.length)}
          </Button>
        </Group>
      </>
    );
  return (
    <>
      <Progress value={(100 * results.length) / records.length} aria-label={texts.progress} mb="sm" />
      <p aria-live="polite">{summary(results, records.length, texts)}</p>
      <Results entity={entity} results={results} />
      <Group justify="flex-end" mt="lg">
        {running ? (
          <Button variant="default" onClick={stop}>
            {texts.stop}
          </Button>
        ) : (
          <Button data-autofocus onClick={close}>
            {actions.close}
          </Button>
        )}
      </Group>
    </>
  );
}

function useMarkRun(entity: string, records: readonly Marked[], done: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(recordTexts).mark;
  const [results, setResults] = useState<readonly MarkResult[]>();
  const [running, setRunning] = useState(false);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);
  const start = async (): Promise<void> => {
    stopped.current = false;
    setRunning(true);
    setResults([]);
    const all: MarkResult[] = [];
    await markAll(
      records,
      (ids) =>
        api.call('changeRecord', {
          path: { entity },
          query: {},
          body: ids.map((id) => ({ id, properties: { extStatus: 'EXT.READY' } })),
        }),
      (some) => {
        all.push(...some);
        setResults([...all]);
      },
      () => stopped.current,
    );
    setRunning(false);
    announce(summary(all, records.length, texts));
    void client.invalidateQueries({ queryKey: [api.unit, 'records'] });
    if (all.length === records.length && all.every(({ outcome }) => outcome === 'marked' || outcome === 'unchanged'))
      done();
  };
  return { results, running, start, stop: () => void (stopped.current = true) };
}

type MarkTexts = ReturnType<typeof useTexts<(typeof recordTexts)['en']>>['mark'];

function summary(results: readonly MarkResult[], total: number, texts: MarkTexts): string {
  const count = (outcome: MarkResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const parts = [
    texts.marked(count('marked'), total),
    ...(count('unchanged') > 0 ? [texts.unchanged(count('unchanged'))] : []),
    ...(count('refused') > 0 ? [texts.refused(count('refused'))] : []),
    ...(count('unsure') > 0 ? [texts.unsure(count('unsure'))] : []),
  ];
  return parts.join(' ');
}

const icons: Readonly<Record<MarkResult['outcome'], readonly [IconName, string]>> = {
  marked: ['check', 'green'],
  unchanged: ['info', 'grey'],
  refused: ['xCircle', 'red'],
  unsure: ['question', 'orange'],
};

function Results({ entity, results }: { readonly entity: string; readonly results: readonly MarkResult[] }) {
  const texts = useTexts(recordTexts).mark;
  // What needs a person first.
  const order = ['refused', 'unsure', 'unchanged', 'marked'];
  const sorted = [...results].sort((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  return (
    <ul className="gw-results" aria-label={texts.results} tabIndex={0}>
      {sorted.map(({ id, name, outcome, sentence }) => (
        <li key={id} data-tone={icons[outcome][1]}>
          <Icon name={icons[outcome][0]} size={15} />
          <Link href={`/records/${entity}/${id}`}>{name}</Link>
          <span>{sentence ?? texts.outcomes[outcome]}</span>
        </li>
      ))}
    </ul>
  );
}
