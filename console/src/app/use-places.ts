import { useMe } from '../api/session.ts';
import { useTexts } from '../texts/language.ts';
import { type Place, places } from './places.ts';
import { routes } from './routes.tsx';
import { appTexts } from './texts.ts';

export interface LabelledPlace extends Place {
  readonly label: string;
}

/** The places that there are, for this person. */
export function usePlaces(): readonly LabelledPlace[] {
  const { administrator, configurator } = useMe();
  const labels = useTexts(appTexts).places;
  return places
    .filter(({ path }) => routes.some((route) => route.path === path))
    .filter(({ need }) => need === undefined || (need === 'administrator' ? administrator : configurator))
    .map((place) => ({ ...place, label: labels[place.name] }));
}
