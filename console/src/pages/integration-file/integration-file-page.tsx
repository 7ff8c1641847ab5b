import { Tabs } from '@mantine/core';
import { PageHeader } from '../../components/page-header.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { useTab } from '../integration/use-tab.ts';
import { BringPanel } from './bring-panel.tsx';
import { GivePanel } from './give-panel.tsx';
import { fileTexts } from './texts.ts';

export default function IntegrationFilePage() {
  const texts = useTexts(fileTexts);
  const [tab, setTab] = useTab(['bring', 'give']);
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <Tabs value={tab} onChange={setTab}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="bring">{texts.tabs.bring}</Tabs.Tab>
          <Tabs.Tab value="give">{texts.tabs.give}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="bring">
          <BringPanel />
        </Tabs.Panel>
        <Tabs.Panel value="give">{tab === 'give' ? <GivePanel /> : null}</Tabs.Panel>
      </Tabs>
    </>
  );
}
