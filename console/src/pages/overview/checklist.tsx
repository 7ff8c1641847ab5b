import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useMe } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import type { Overview } from './overview-page.tsx';
import { overviewTexts } from './texts.ts';

/** Where each step is done. */
const ways = {
  connection: '/connections',
  template: '/templates',
  trigger: '/triggers',
  record: '/records',
  delivered: '/deliveries',
} as const;
type Step = keyof typeof ways;
const isStep = (step: string): step is Step => Object.hasOwn(ways, step);

/** From nothing to the first delivered invoice; it goes away by itself when that has happened. */
export function Checklist({ steps }: { readonly steps: Overview['checklist'] }) {
  const { checklist } = useTexts(overviewTexts);
  const { configurator } = useMe();
  const known = steps.flatMap(({ step, done }) => (isStep(step) ? [{ step, done }] : []));
  const next = known.find(({ done }) => !done)?.step;
  if (!configurator) return null;
  return (
    <section className="gw-checklist" aria-label={checklist.title}>
      <h2>{checklist.title}</h2>
      <p className="gw-dimmed">{checklist.about}</p>
      <ol>
        {known.map(({ step, done }, index) => {
          const { 0: name, 1: about } = checklist.steps[step];
          return (
            <li key={step} data-done={done ? '' : undefined} aria-current={step === next ? 'step' : undefined}>
              <span className="gw-check-mark">
                {done ? <Icon name="check" size={14} label={checklist.done} /> : index + 1}
              </span>
              <span>
                <strong>{name}</strong>
                <span className="gw-dimmed">{about}</span>
              </span>
              {step === next ? (
                <Button component={Link} href={ways[step]} size="xs">
                  {checklist.go}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
