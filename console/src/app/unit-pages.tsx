import { Suspense, useEffect, useMemo } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { LiveContext, useLiveConnection } from '../api/live.ts';
import { unitApi, UnitContext, useMe } from '../api/session.ts';
import { PageSkeleton } from '../components/page-skeleton.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { type PageProps, routes } from './routes.tsx';
import { Shell } from './shell.tsx';

/** The pages of the unit that the address begins with: `/1/deliveries`. Without one it is the person's own. */
export function UnitPages() {
  const [path] = useLocation();
  const { unit: home, units } = useMe();
  const named = /^\/(\d+)(?=\/|$)/.exec(path)?.[1];
  const unit = units.find(({ id }) => String(id) === named)?.id;
  if (unit === undefined) return <Redirect to={`/${home}/`} replace />;
  return (
    <Router base={`/${unit}`} key={unit}>
      <OneUnit unit={unit} />
    </Router>
  );
}

function OneUnit({ unit }: { readonly unit: number }) {
  return (
    <UnitContext value={useMemo(() => unitApi(unit), [unit])}>
      <LivePages />
    </UnitContext>
  );
}

function LivePages() {
  return (
    <LiveContext value={useLiveConnection()}>
      <Shell>
        <Pages />
      </Shell>
    </LiveContext>
  );
}

function Pages() {
  const [path] = useLocation();
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [path]);
  return (
    // A fault of one page leaves the navigation alone; another address tries anew.
    <ErrorBoundary key={path}>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {routes.map(({ path: pattern, page: Page }) => (
            <Route key={pattern} path={pattern}>
              {(params: PageProps['params']) => <Page params={params} />}
            </Route>
          ))}
          <Route>
            <NotFoundPage />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
