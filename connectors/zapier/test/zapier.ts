import zapier, { type Bundle } from 'zapier-platform-core';
import app from '../src/index.ts';
import type { StartedGangway } from '../../support/gangway.ts';

type Input = Record<string, unknown>;
/** What a test says of a bundle; the rest is as Zapier makes it. */
export type Some = Partial<Pick<Bundle, 'rawRequest' | 'cleanedRequest' | 'targetUrl'>> & {
  readonly inputData?: Input;
  readonly authData?: Record<string, string>;
  readonly subscribeData?: Input;
  readonly meta?: Input;
};

const tester = zapier.createAppTester(app);

/** Runs functions of the integration as Zapier does: through its own middleware, checks and HTTP client. */
export function runner({ url, token }: Pick<StartedGangway, 'url' | 'token'>) {
  const authData = { url, token, unit: '1' };
  return <Result>(func: unknown, some: Some = {}): Promise<Result> =>
    // Whatever a function of the app is declared as, Zapier calls it with (z, bundle).
    tester(func as () => Result, { meta: {}, ...some, authData: { ...authData, ...some.authData } } as object);
}

type Handler = (event: object) => Promise<{ results: unknown }>;
/** What Zapier asks of the whole integration. */
export const command = async (name: string): Promise<unknown> => {
  // It is there (zapier-platform-core/index.mjs) and missing in the types.
  const { createAppHandler } = zapier as unknown as { createAppHandler: (app: unknown) => Handler };
  const handler = createAppHandler(app);
  return (await handler({ command: name })).results;
};
