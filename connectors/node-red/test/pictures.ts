import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startCompany } from '../../support/company.ts';
import { example, NodeRed } from './node-red.ts';

/** Makes the pictures of docs/node-red.md in Node-RED's own editor. playwright-core is the project's. */
const folder = join(import.meta.dirname, '../../../docs/pictures');
mkdirSync(folder, { recursive: true });
const { CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;

const [gangway, nodeRed] = await Promise.all([startCompany(), NodeRed.create()]);
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  await nodeRed.start();
  const server = { url: gangway.url, unit: '1', credentials: { token: gangway.token } };
  const flows = example('Approved invoice to a message', server);
  await nodeRed.deploy(flows);
  const page = await browser.newPage({ viewport: { width: 1_480, height: 620 } });
  await page.goto(nodeRed.url);
  await page.locator('.red-ui-flow-node').first().waitFor();
  await page.getByText('subscribed').waitFor();
  await page.screenshot({ path: join(folder, 'node-red-flow.png') });
  await page.locator('.red-ui-flow-node').filter({ hasText: 'documents.approved' }).dblclick();
  await page.locator('#node-input-event').waitFor();
  // The dialog slides in.
  await page.waitForFunction(() => !document.querySelector('.red-ui-tray')?.getAnimations().length);
  await page.locator('#node-dialog-ok').click({ trial: true });
  await page.screenshot({ path: join(folder, 'node-red-gangway-in.png') });
  await nodeRed.deploy([]);
} finally {
  await browser.close();
  await nodeRed.remove();
  await gangway.stop();
}
