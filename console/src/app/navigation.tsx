import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useLiveQuery } from '../api/live.ts';
import { inboxQuery } from '../api/inbox-query.ts';
import { useApi } from '../api/session.ts';
import { Icon } from '../components/icon.tsx';
import { useTexts } from '../texts/language.ts';
import { placeOf } from './places.ts';
import { routes } from './routes.tsx';
import { appTexts } from './texts.ts';
import { type LabelledPlace, usePlaces } from './use-places.ts';

const groups = ['top', 'integrations', 'administration'] as const;

export function Navigation() {
  const texts = useTexts(appTexts);
  const places = usePlaces();
  const [path] = useLocation();
  const here = placeOf(path)?.name;
  return (
    <nav className="gw-nav" aria-label={texts.navigation}>
      {groups.map((group) => {
        const own = places.filter((place) => place.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group}>
            {group === 'top' ? null : <h2>{texts.groups[group]}</h2>}
            <ul>
              {own.map((place) => (
                <li key={place.name}>
                  <PlaceLink place={place} here={place.name === here} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function PlaceLink({
  place: { path, icon, label, name },
  here,
}: {
  readonly place: LabelledPlace;
  readonly here: boolean;
}) {
  const load = (): void => void routes.find((route) => route.path === path)?.load();
  return (
    <Link href={path} aria-current={here ? 'page' : undefined} onMouseEnter={load} onFocus={load}>
      <Icon name={icon} />
      {label}
      {name === 'inbox' ? <Waiting /> : null}
    </Link>
  );
}

/** How much waits for a person. */
function Waiting() {
  const api = useApi();
  const { data } = useQuery(inboxQuery(api));
  useLiveQuery('alerts', [api.unit, 'alerts']);
  if (data === undefined || data.counts.total === 0) return null;
  return (
    <span className="gw-count">{data.atLeast.length > 0 || data.counts.total > 99 ? '99+' : data.counts.total}</span>
  );
}
