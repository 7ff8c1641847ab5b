import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Icon, type IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/state-badge.tsx';
import { Step } from '../../components/story.tsx';
import { Viewer } from '../../components/viewer.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { type Exchange, readExchange } from './exchange.ts';
import type { Attempt } from './delivery.ts';
import { deliveryTexts } from './texts.ts';
import { Waterfall } from './waterfall.tsx';

const looks: Readonly<Record<string, readonly [IconName, Tone]>> = {
  accepted: ['checkCircle', 'green'],
  refused: ['xCircle', 'red'],
  retry: ['refresh', 'amber'],
  unknown: ['question', 'orange'],
};

/** "Attempt 1, answered 503 in 83 ms": its reason, where the time went, and request and answer side by side. */
export function AttemptStep({
  attempt,
  initiallyOpen,
}: {
  readonly attempt: Attempt;
  readonly initiallyOpen: boolean;
}) {
  const texts = useTexts(deliveryTexts);
  const format = useFormat();
  const [open, { toggle }] = useDisclosure(initiallyOpen);
  const request = readExchange(attempt.request);
  const response = readExchange(attempt.response);
  const took = format.duration(attempt.durationMs);
  const [icon, tone] = looks[attempt.outcome] ?? ['send', 'grey'];
  const how = response?.status === undefined ? texts.story.silent(took) : texts.story.answered(response.status, took);
  return (
    <Step
      icon={icon}
      tone={tone}
      at={attempt.startedAt}
      title={
        <>
          <strong>{texts.story.attempt(attempt.number)}</strong>, {how}
          {attempt.counted ? null : <span className="gw-dimmed"> ({texts.story.notCounted})</span>}
        </>
      }
    >
      {attempt.reason === '' ? null : <p className="gw-reason">{attempt.reason}</p>}
      <Messages messages={attempt.messages} />
      <Button
        size="compact-sm"
        variant="subtle"
        aria-expanded={open}
        leftSection={<Icon name={open ? 'chevronUp' : 'chevronDown'} size={14} />}
        onClick={toggle}
      >
        {open ? texts.attempt.hide : texts.attempt.show}
      </Button>
      <Collapse expanded={open} transitionDuration={0}>
        {open ? (
          <>
            <Waterfall timing={attempt.timing} totalMs={attempt.durationMs} />
            <div className="gw-exchange">
              <Side
                title={texts.attempt.request}
                exchange={request}
                none={texts.attempt.noRequest}
                number={attempt.number}
              />
              <Side
                title={texts.attempt.response}
                exchange={response}
                none={texts.attempt.noResponse}
                number={attempt.number}
              />
            </div>
          </>
        ) : null}
      </Collapse>
    </Step>
  );
}

function Side({
  title,
  exchange,
  none,
  number,
}: {
  readonly title: string;
  readonly exchange: Exchange | undefined;
  readonly none: string;
  readonly number: number;
}) {
  return (
    <section>
      <h2>
        {title} {exchange === undefined ? null : <span className="gw-mono gw-exchange-line">{exchange.line}</span>}
      </h2>
      {exchange === undefined ? (
        <p className="gw-dimmed">{none}</p>
      ) : exchange.withheld !== undefined ? (
        <p className="gw-dimmed">{exchange.withheld}</p>
      ) : (
        <Viewer label={`${title} ${number}`} body={exchange.body} headers={exchange.headers} note={exchange.note} />
      )}
    </section>
  );
}

/** What the response template took out of the answer for people. */
function Messages({ messages }: { readonly messages: Attempt['messages'] }) {
  const { attempt } = useTexts(deliveryTexts);
  const texts = messages.flatMap((message) => {
    if (typeof message === 'string') return [message];
    if (typeof message !== 'object' || message === null || !('text' in message)) return [];
    return typeof message.text === 'string' ? [message.text] : [];
  });
  if (texts.length === 0) return null;
  return (
    <ul className="gw-messages" aria-label={attempt.messages}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
