import type { Show } from '../show.ts';
import type { Stage } from '../stage/start-stage.ts';
import type { People } from './people.ts';

/** A part of the story: does it on the stage, over the public API and the command line alone, and says what has happened. */
export interface Chapter {
  readonly title: string;
  tell(stage: Stage, people: People, show: Show): Promise<void>;
}
