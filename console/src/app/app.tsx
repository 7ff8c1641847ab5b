import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Route, Router, Switch } from 'wouter';
import { queryClient } from '../api/query-client.ts';
import { WelcomePage } from '../pages/sign-in/welcome-page.tsx';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { Announcer } from './announce.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { styleNonce } from './nonce.ts';
import { Notices } from './notices.tsx';
import { SessionGate } from './session-gate.tsx';
import { cssVariables, themeOf } from './theme.ts';
import { UnitPages } from './unit-pages.tsx';
import { guardLeaving, UnsavedDialog } from './unsaved.tsx';

export function App() {
  const { close } = useTexts(commonTexts).actions;
  const theme = useMemo(() => themeOf(close), [close]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
      deduplicateInlineStyles
    >
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Router aroundNav={guardLeaving}>
            <Switch>
              <Route path="/welcome">
                <WelcomePage />
              </Route>
              <Route>
                <SessionGate>
                  <UnitPages />
                </SessionGate>
              </Route>
            </Switch>
          </Router>
        </ErrorBoundary>
        <Notices />
        <Announcer />
        <UnsavedDialog />
      </QueryClientProvider>
    </MantineProvider>
  );
}
