import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { useIsLive } from '../api/live.ts';
import { useMe } from '../api/session.ts';
import { Icon } from '../components/icon.tsx';
import { useTexts } from '../texts/language.ts';
import { AccountMenu } from './account-menu.tsx';
import { useChosenAppearance } from './appearance.ts';
import { CommandPalette } from './command-palette.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { type Binding, useKeys } from './keys.ts';
import { Navigation } from './navigation.tsx';
import './shell.css';
import { appTexts } from './texts.ts';
import { UnitSwitcher } from './unit-switcher.tsx';
import { usePlaces } from './use-places.ts';

/** What stands around every page: navigation, search, person, and the keys that work everywhere. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [menu, { open: openMenu, close: closeMenu }] = useDisclosure(false);
  const [search, searchActs] = useDisclosure(false);
  const [help, helpActs] = useDisclosure(false);
  const [path, navigate] = useLocation();
  const texts = useTexts(appTexts);
  const places = usePlaces();
  useChosenAppearance();
  // Whoever has chosen a place wants to see it.
  useEffect(() => closeMenu(), [path, closeMenu]);
  const goTo = places.flatMap(({ letter, path: to, label }): Binding[] =>
    letter === undefined ? [] : [{ keys: `g ${letter}`, label: texts.keys.go(label), act: () => navigate(to) }],
  );
  useKeys([
    { keys: '/', label: texts.keys.search, act: searchActs.open },
    { keys: '?', label: texts.keys.help, act: helpActs.open },
    ...goTo,
  ]);
  const inside = (
    <>
      <UnitSwitcher />
      <button type="button" className="gw-search-button" onClick={searchActs.open}>
        <Icon name="search" />
        <span>{texts.search.open}</span>
        <kbd aria-hidden="true">/</kbd>
      </button>
      <Navigation />
      <AccountMenu openKeys={helpActs.open} />
    </>
  );
  return (
    <div className="gw-shell">
      <a className="gw-skip" href="#content">
        {texts.skip}
      </a>
      <header className="gw-top">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.openNavigation} onClick={openMenu}>
          <Icon name="menu" size={20} />
        </ActionIcon>
        <span className="gw-brand">Gangway</span>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.search.open} onClick={searchActs.open}>
          <Icon name="search" size={20} />
        </ActionIcon>
      </header>
      <header className="gw-side">{inside}</header>
      <Drawer.Root opened={menu} onClose={closeMenu} size={272} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={texts.navigation}>
          <Drawer.Body>
            <div className="gw-side-open">{inside}</div>
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main id="content" tabIndex={-1} className="gw-main">
        <Banners />
        {children}
      </main>
      <CommandPalette opened={search} close={searchActs.close} />
      <KeysDialog opened={help} close={helpActs.close} />
    </div>
  );
}

/** What everybody must know, whatever page is shown. */
function Banners() {
  const { session } = useMe();
  const texts = useTexts(appTexts);
  const live = useIsLive();
  return (
    <>
      {session.copyPaused ? (
        <div className="gw-banner" data-tone="amber" role="status">
          <Icon name="pause" />
          {texts.copyPaused}
        </div>
      ) : null}
      {live ? null : (
        <div className="gw-banner" role="status">
          <Icon name="refresh" />
          {texts.live.off}
        </div>
      )}
    </>
  );
}
