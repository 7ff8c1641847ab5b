import { Menu, SegmentedControl } from '@mantine/core';
import { useLocation } from 'wouter';
import { useMe, useSessionActs } from '../api/session.ts';
import { Icon } from '../components/icon.tsx';
import { useTexts } from '../texts/language.ts';
import { useAppearance } from './appearance.ts';
import { notices } from './notices.tsx';
import { appTexts } from './texts.ts';

/** The person, and what is theirs: account, language, colours, keys, and the way out. */
export function AccountMenu({ openKeys }: { readonly openKeys: () => void }) {
  const { name } = useMe();
  const texts = useTexts(appTexts);
  const [, navigate] = useLocation();
  const { signOut } = useSessionActs();
  return (
    <Menu width={240} position="top-start" closeOnItemClick>
      <Menu.Target>
        <button type="button" className="gw-account" aria-label={texts.person(name)}>
          <Icon name="user" />
          <span className="gw-cut">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="user" />} onClick={() => navigate('/account')}>
          {texts.places.account}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" />} rightSection={<kbd>?</kbd>} onClick={openKeys}>
          {texts.keyboard}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="code" />} component="a" href="/docs" target="_blank">
          {texts.apiPages}
        </Menu.Item>
        <Menu.Divider />
        <div className="gw-menu-row">
          <LanguageChoice />
          <ThemeChoice />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logOut" />} onClick={() => void signOut().catch(notices.problem)}>
          {texts.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Each language names itself. */
export function LanguageChoice() {
  const { language, choose } = useAppearance();
  const texts = useTexts(appTexts);
  return (
    <SegmentedControl
      aria-label={texts.language}
      fullWidth
      size="xs"
      value={language}
      onChange={(value) => choose({ language: value })}
      data={[
        { value: 'en', label: 'English' },
        { value: 'cs', label: 'Čeština' },
      ]}
    />
  );
}

export function ThemeChoice() {
  const { scheme, choose } = useAppearance();
  const texts = useTexts(appTexts).theme;
  return (
    <SegmentedControl
      aria-label={texts.label}
      fullWidth
      size="xs"
      value={scheme}
      onChange={(value) => choose({ scheme: value })}
      data={[
        { value: 'light', label: <Icon name="sun" label={texts.light} /> },
        { value: 'dark', label: <Icon name="moon" label={texts.dark} /> },
        { value: 'auto', label: <Icon name="monitor" label={texts.auto} /> },
      ]}
    />
  );
}
