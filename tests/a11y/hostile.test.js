// Names that want to run, reorder or push apart are shown, as text, once, and cut where they are endless.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { fewPagesOf, pagesOf, reportOf } from './setup/reports.js';
import { MARK } from './setup/texts.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const textOf = async (open, page) => (await open('hostile-names', page)).evaluate(() => document.body.textContent);

test('hostile names are on the pages, as the text that was written', async () => {
  const { open, close } = await newTab(browser);
  const all = [];
  for (const page of fewPagesOf('hostile-names', 40)) all.push(await textOf(open, page));
  const texts = all.join('\n');
  for (const written of [`<script>${MARK}(1)</script>`, `"><img src=x onerror=${MARK}(2)>`, `javascript:${MARK}(3)`, '&lt;b&gt; {{ 7 * 7 }}', 'דנה כהן']) {
    assert.ok(texts.includes(written), `nowhere: ${written}`);
  }
  for (const spoilt of ['&amp;lt;', '&#60;script', '{{ 49 }}']) {
    assert.ok(!texts.includes(spoilt), `escaped twice or run: ${spoilt}`);
  }
  await close();
});

test('hostile texts of tickets stand in the timelines of cases, as they were written', async () => {
  const { open, close } = await newTab(browser);
  const told = new Set();
  for (const page of pagesOf('hostile-names').filter((page) => page.startsWith('cases/'))) {
    const text = await textOf(open, page);
    for (const written of [`<script>${MARK}(1)</script>`, `"><img src=x onerror=${MARK}(2)>`, `javascript:${MARK}(3)`, '=HYPERLINK(', '../../outside']) {
      if (new RegExp(`INC\\d+ opened [^\\n]*${written.replace(/[()?./\\]/g, '\\$&')}`).test(text)) told.add(written);
    }
  }
  assert.ok(told.size >= 3, `only ${[...told].join(' and ')}`);
  await close();
});

test('no mark that reorders or hides text reaches a page', () => {
  for (const page of pagesOf('hostile-names')) {
    const bytes = readFileSync(join(reportOf('hostile-names'), page), 'utf8');
    assert.doesNotMatch(bytes, /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u061c]/, page);
  }
});

test('a name of 5,000 characters is cut', async () => {
  const { open, close } = await newTab(browser);
  for (const page of fewPagesOf('hostile-names', 3)) {
    const text = await textOf(open, page);
    const longest = Math.max(0, ...(text.match(/N{50,}/g) ?? []).map((run) => run.length));
    assert.ok(longest <= 600, `${page}: ${longest} letters in a row`);
  }
  await close();
});

test('right-to-left names are isolated, so that the figures beside them keep their order', async () => {
  const { open, close } = await newTab(browser);
  const loose = [];
  for (const page of fewPagesOf('hostile-names', 5)) {
    const tab = await open('hostile-names', page);
    loose.push(...await tab.evaluate(() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const { data, parentElement } = walk.currentNode;
        const isPlain = ['title', 'desc', 'text'].includes(parentElement.tagName);
        if (/[\u0590-\u08ff]/.test(data) && !isPlain && !parentElement.closest('bdi, nav')) found.push(data.slice(0, 80));
      }
      return found;
    }));
  }
  assert.deepEqual(loose, []);
  await close();
});
