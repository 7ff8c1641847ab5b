import { Menu } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { Icon } from '../../../components/icon.tsx';
import { useTexts } from '../../../texts/language.ts';
import { arrangeViews, type View } from '../data/use-views.ts';
import { useNames } from '../names.ts';
import { recordTexts } from '../texts.ts';

/** The views that everybody uses as links, all others in a menu beside them. */
export function ViewTabs({ views, here }: { readonly views: readonly View[]; readonly here: View }) {
  const texts = useTexts(recordTexts);
  const names = useNames();
  const [, navigate] = useLocation();
  const { usual, others } = arrangeViews(views);
  const shown = usual.some(({ name }) => name === here.name) ? usual : [...usual, here];
  return (
    <nav className="gw-views" aria-label={texts.views}>
      {shown.map((view) => (
        <Link
          key={view.name}
          href={`/records/${view.name}`}
          aria-current={view.name === here.name ? 'page' : undefined}
        >
          {names.view(view)}
        </Link>
      ))}
      {others.length === 0 ? null : (
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <button type="button">
              {texts.moreViews}
              <Icon name="chevronDown" size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown className="gw-views-menu">
            {others.map((view) => (
              <Menu.Item key={view.name} onClick={() => navigate(`/records/${view.name}`)}>
                {names.view(view)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}
