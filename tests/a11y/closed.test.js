// A report asks for nothing, says nothing and runs nothing, whatever its names are.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { REPORTS, fewPagesOf, pagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const { name } of REPORTS) {
  test(`${name} loads nothing beside the page and the browser has nothing to say`, async () => {
    const { open, watch, close } = await newTab(browser);
    const pages = pagesOf(name).length > 60 ? fewPagesOf(name, 6) : pagesOf(name);
    assert.ok(pages.includes('index.html') && pages.includes('audit.html'), String(pages));
    for (const page of pages) {
      const tab = await open(name, page);
      assert.deepEqual(watch.requests, [], page);
      assert.deepEqual(watch.messages, [], page);
      const odd = await tab.evaluate(() =>
        [...document.querySelectorAll('script, img, iframe, object, embed, form, link, base, [onload], [onerror], [style]')]
          .map((element) => element.outerHTML.slice(0, 200)));
      assert.deepEqual(odd, [], page);
      const leading = await tab.evaluate(() =>
        [...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))
          .filter((href) => /^[a-z]+:|^\/|^\\/i.test(href)));
      assert.deepEqual(leading, [], page);
    }
    await close();
  });
}

test('every link of the sample leads to a file of the report or a place on the page', async () => {
  const { open, close } = await newTab(browser);
  for (const page of fewPagesOf('sample', 4)) {
    const tab = await open('sample', page);
    const broken = await tab.evaluate(() =>
      [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href'))
        .filter((href) => !document.getElementById(href.slice(1))));
    assert.deepEqual(broken, [], page);
  }
  await close();
});
