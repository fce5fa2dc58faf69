// Without a mouse.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { fewPagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const pages = ['sample', 'hostile-names'].flatMap((name) => fewPagesOf(name, 1).map((page) => [name, page]));

for (const [name, page] of pages) {
  const isBoard = page === 'index.html';
  test(`the first stop of ${name} ${isBoard ? 'board page' : page} skips to the content`, async () => {
    const { open, close } = await newTab(browser);
    const tab = await open(name, page);
    await tab.keyboard.press('Tab');
    const link = await tab.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return { target: document.activeElement.getAttribute('href'), isSeen: box.left >= 0 && box.width > 20 && box.height > 20 };
    });
    assert.deepEqual(link, { target: '#main', isSeen: true });
    await tab.keyboard.press('Enter');
    // The next stop lies in the content, not in the links above it.
    await tab.keyboard.press('Tab');
    assert.ok(await tab.evaluate(() => document.activeElement.closest('main') !== null));
    await close();
  });
}

test('every stop of the board page shows where it is', async () => {
  const { open, close } = await newTab(browser);
  const tab = await open('sample', 'index.html');
  const stops = await tab.locator('a, [tabindex="0"]').count();
  const seen = new Set();
  for (let stop = 0; stop < stops; stop += 1) {
    await tab.keyboard.press('Tab');
    const focus = await tab.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const all = [...document.querySelectorAll('a, [tabindex="0"]')];
      return { at: all.indexOf(element), outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
    });
    assert.ok(focus.outline, `stop ${focus.at} shows no outline`);
    seen.add(focus.at);
  }
  assert.equal(seen.size, stops, 'every link and region is one stop, in order');
  await close();
});

test('a region that is wider than a narrow screen scrolls with the arrow keys', async () => {
  const { open, close } = await newTab(browser, { width: 320, height: 640 });
  const tab = await open('sample', 'index.html');
  const region = tab.locator('.scroll:has(> .chart)').first();
  await region.focus();
  await tab.keyboard.press('ArrowRight');
  await tab.waitForFunction(() => document.activeElement.scrollLeft > 0);
  await close();
});
