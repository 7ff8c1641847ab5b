import { Link } from 'wouter';
import { Icon, type IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import type { Overview } from './overview-page.tsx';
import { overviewTexts } from './texts.ts';

type Need = Overview['needsPerson'][number];

const looks: Readonly<Record<string, readonly [IconName, Tone]>> = {
  refused: ['xCircle', 'red'],
  failed: ['alert', 'red'],
  unknown: ['question', 'orange'],
  failing: ['alert', 'red'],
  brake: ['pause', 'violet'],
  paused: ['pause', 'violet'],
  copy: ['pause', 'violet'],
};

/** The first answer of the page: what a person must do now, each with the way there; or that there is nothing. */
export function NeedsPerson({ needs }: { readonly needs: readonly Need[] }) {
  const texts = useTexts(overviewTexts);
  const sentence = useSentence();
  if (needs.length === 0)
    return (
      <p className="gw-calm" role="status">
        <Icon name="checkCircle" size={18} />
        {texts.calm}
      </p>
    );
  return (
    <section className="gw-needs" aria-label={texts.needs.title}>
      <h2>{texts.needs.title}</h2>
      <ul>
        {needs.map((need) => {
          const [icon, tone] = looks[need.kind] ?? ['bell', 'amber'];
          return (
            <li key={`${need.kind}/${need.connection ?? ''}/${need.trigger ?? ''}/${need.text ?? ''}`}>
              <Link href={wayTo(need)}>
                <span className="gw-state" data-tone={tone}>
                  <Icon name={icon} />
                </span>
                <span>
                  {sentence(need)}
                  {need.text === null ? null : <span className="gw-dimmed"> {need.text}</span>}
                </span>
                <Icon name="chevronRight" />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Where it is done. */
function wayTo({ kind, connection, trigger }: Need): string {
  const of = connection === null ? '' : `&connection=${encodeURIComponent(connection)}`;
  switch (kind) {
    case 'refused':
    case 'failed':
    case 'unknown':
      return `/deliveries?state=${kind}${of}`;
    case 'failing':
    case 'paused':
      return connection === null ? '/deliveries?state=held' : `/deliveries?state=waiting,held${of}`;
    case 'brake':
      return `/deliveries?state=held${trigger === null ? '' : `&trigger=${encodeURIComponent(trigger)}`}`;
    default:
      return '/inbox';
  }
}

function useSentence(): (need: Need) => string {
  const { needs } = useTexts(overviewTexts);
  const format = useFormat();
  return ({ kind, count, atLeast, connection, trigger }) => {
    const number = `${format.number(count)}${atLeast ? '+' : ''}`;
    const where = connection ?? '';
    switch (kind) {
      case 'refused':
        return needs.refused(number, where);
      case 'failed':
        return needs.failed(number, where);
      case 'unknown':
        return needs.unknown(number, where);
      case 'brake':
        return needs.brake(number, trigger ?? '');
      case 'failing':
        return needs.failing(where);
      case 'paused':
        return needs.paused(where);
      case 'unassigned':
        return needs.unassigned(number);
      case 'copy':
        return needs.copy;
      default:
        return needs.alert(number);
    }
  };
}
