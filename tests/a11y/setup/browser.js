// Debian's Chromium, driven so that nothing it does goes unseen.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { MARK } from './texts.js';
import { reportOf } from './reports.js';

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage',
];

/** Starts a browser; `close()` ends it. */
export const launch = () => chromium.launch({ executablePath, args });

/** How a page can be looked at. */
export const LOOKS = {
  light: { colorScheme: 'light', media: 'screen', forcedColors: 'none' },
  dark: { colorScheme: 'dark', media: 'screen', forcedColors: 'none' },
  print: { colorScheme: 'light', media: 'print', forcedColors: 'none' },
  forced: { colorScheme: 'dark', media: 'screen', forcedColors: 'active' },
};

/** The address of a page of a report. */
export const addressOf = (report, page) => pathToFileURL(join(reportOf(report), page)).href;

/**
 * A tab that goes through pages. `watch.requests` and `watch.messages` list what the open page asked for beside
 * itself and what it, or the browser about it, said.
 */
export async function newTab(browser, { width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const tab = await context.newPage();
  const watch = { requests: [], messages: [], address: '' };
  tab.on('request', (request) => {
    if (request.url() !== watch.address) watch.requests.push(request.url().slice(0, 200));
  });
  tab.on('console', (message) => watch.messages.push(message.text().slice(0, 300)));
  tab.on('pageerror', (error) => watch.messages.push(String(error).slice(0, 300)));
  tab.on('dialog', (dialog) => {
    watch.messages.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await context.exposeBinding(MARK, (_, n) => watch.messages.push(`hostile text ${n} was run`));
  const open = async (report, page, look = 'light') => {
    Object.assign(watch, { requests: [], messages: [], address: addressOf(report, page) });
    await tab.emulateMedia(LOOKS[look]);
    await tab.goto(watch.address, { waitUntil: 'load' });
    return tab;
  };
  return { tab, watch, open, close: () => context.close() };
}
