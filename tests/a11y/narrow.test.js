// A screen of 320 pixels, which is also a page at 400 % zoom: nothing but tables and charts scrolls sideways, and
// those in a region of their own that the keyboard reaches.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { REPORTS, fewPagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** The elements that stick out, for the message. */
const sticking = () => {
  const inRegion = (element) => element.closest('.scroll') !== null;
  return [...document.querySelectorAll('body *')]
    .filter((element) => !inRegion(element) && element.getBoundingClientRect().right > 321)
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
};

for (const { name } of REPORTS) {
  test(`${name} fits 320 pixels`, async () => {
    const { open, close } = await newTab(browser, { width: 320, height: 640 });
    for (const page of fewPagesOf(name, 4)) {
      const tab = await open(name, page);
      const width = await tab.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${page} is ${width} wide: ${await tab.evaluate(sticking)}`);
    }
    await close();
  });

  test(`in ${name} whatever scrolls is reached by the keyboard and has a name`, async () => {
    for (const width of [320, 1280]) {
      const { open, close } = await newTab(browser, { width, height: 640 });
      for (const page of fewPagesOf(name, 2)) {
        const tab = await open(name, page);
        const unreachable = await tab.evaluate(() =>
          [...document.querySelectorAll('body *')]
            .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
              && element.scrollWidth > element.clientWidth + 1)
            .filter((element) => element.tabIndex < 0
              || !(element.getAttribute('aria-label') || element.getAttribute('aria-labelledby')))
            .map((element) => element.outerHTML.slice(0, 160)));
        assert.deepEqual(unreachable, [], page);
      }
      await close();
    }
  });
}
