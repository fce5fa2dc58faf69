// 300 owners and 100,000 cases: pages stay small, and what is left out is named with the file that has it.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { REPORTS, pagesOf, reportOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const { name } of REPORTS) {
  test(`every page of ${name} stays under a megabyte`, () => {
    const large = pagesOf(name).map((page) => [page, statSync(join(reportOf(name), page)).size]).filter(([, size]) => size >= 1_000_000);
    assert.deepEqual(large, []);
  });
}

test('300 owners have a page each, and the board page says where those are that it leaves out', async () => {
  const owners = pagesOf('many-owners').filter((page) => page.startsWith('owners/'));
  assert.ok(owners.filter((page) => page.includes('team-owner-')).length === 300, `${owners.length} pages`);
  const { open, close } = await newTab(browser);
  const tab = await open('many-owners', 'index.html');
  assert.match(await tab.evaluate(() => document.body.innerText), /\d+ more in tables\/rankings\.csv/);
  await close();
});

test('labels of charts stay inside the drawing and apart from each other', async () => {
  const { open, close } = await newTab(browser);
  for (const name of ['sample', 'hostile-names', 'many-owners', 'many-cases', 'one-case']) {
    const tab = await open(name, 'index.html');
    const bad = await tab.evaluate(() => [...document.querySelectorAll('svg')].flatMap((svg) => {
      const title = svg.querySelector('title').textContent.slice(0, 60);
      const edge = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent.trim().slice(0, 30), box: text.getBoundingClientRect() }));
      const out = texts.filter(({ box }) => box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.top < edge.top - 1);
      const over = texts.flatMap((a, at) => texts.slice(at + 1).filter((b) =>
        Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 2
        && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4).map((b) => `${a.text} over ${b.text}`));
      return [...out.map(({ text }) => `${title}: ${text} sticks out`), ...over.slice(0, 3).map((what) => `${title}: ${what}`)];
    }));
    assert.deepEqual(bad, [], name);
  }
  await close();
});

test('a board page of 100,000 cases opens within seconds', async () => {
  const { open, close } = await newTab(browser);
  const started = Date.now();
  const tab = await open('many-cases', 'index.html');
  assert.match(await tab.evaluate(() => document.body.innerText), /100,000|100 000/);
  assert.ok(Date.now() - started < 5000, `${Date.now() - started} ms`);
  await close();
});
