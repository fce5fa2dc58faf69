// What a screen reader goes by: language, headings, tables, and charts that say what they show.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { REPORTS, fewPagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Runs in the page: its frame, as plain values. */
const frame = () => ({
  lang: document.documentElement.lang,
  title: document.title.length > 0,
  headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1])),
  unnamed: [...document.querySelectorAll('h1, h2, h3, a, dt')].filter((element) => !element.textContent.trim()).length,
  landmarks: [...document.querySelectorAll('header, main, footer, nav')].map((element) => element.tagName.toLowerCase()),
  ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
});

/** Runs in the page: what is wrong with its tables. */
const badTables = () => [...document.querySelectorAll('table')].flatMap((table) => {
  const caption = table.caption?.textContent.trim() ?? '';
  const wrong = [];
  if (!caption) wrong.push('no caption');
  if (![...table.tHead.rows[0].cells].every((cell) => cell.scope === 'col' && cell.textContent.trim())) wrong.push('a column without header');
  for (const row of table.tBodies[0]?.rows ?? []) {
    if (row.cells[0].scope !== 'row') wrong.push('a row without header');
    if (row.cells.length !== table.tHead.rows[0].cells.length) wrong.push('a row of another length');
  }
  if (!table.tBodies[0]?.rows.length) wrong.push('no row');
  return wrong.map((what) => `${caption.slice(0, 80)}: ${what}`);
});

/** Runs in the page: what is wrong with its charts. */
const badCharts = () => [...document.querySelectorAll('svg')].flatMap((svg) => {
  const [title, desc] = [svg.querySelector(':scope > title'), svg.querySelector(':scope > desc')];
  const wrong = [];
  if (svg.getAttribute('role') !== 'img') wrong.push('no role');
  if (svg.getAttribute('aria-labelledby') !== `${title?.id} ${desc?.id}`) wrong.push('not named by its title and description');
  if (!title?.textContent.trim()) wrong.push('no title');
  if (!/[a-z].*\d|none|no /is.test(desc?.textContent ?? '')) wrong.push('its description states no finding');
  if (!svg.closest('figure')?.querySelector('table tbody tr')) wrong.push('no table beside it');
  if (svg.querySelectorAll('rect, circle, polyline, polygon, path').length === 0) wrong.push('nothing is drawn');
  return wrong.map((what) => `${title?.textContent}: ${what}`);
});

for (const { name } of REPORTS) {
  test(`pages of ${name} have a language, one title, headings in order and their own ids`, async () => {
    const { open, close } = await newTab(browser);
    for (const page of fewPagesOf(name, 3)) {
      const { lang, title, headings, unnamed, landmarks, ids } = await (await open(name, page)).evaluate(frame);
      assert.equal(lang, 'en', page);
      assert.ok(title, page);
      assert.equal(headings[0], 1, page);
      assert.equal(headings.filter((level) => level === 1).length, 1, page);
      assert.ok(headings.every((level, at) => at === 0 || level - headings[at - 1] <= 1), `${page}: ${headings}`);
      assert.equal(unnamed, 0, `${page}: empty headings or links`);
      assert.deepEqual([...new Set(landmarks)].sort(), ['footer', 'header', 'main', 'nav'], page);
      assert.equal(new Set(ids).size, ids.length, `${page}: an id stands twice`);
    }
    await close();
  });

  test(`tables and charts of ${name} can be read without being seen`, async () => {
    const { open, close } = await newTab(browser);
    for (const page of fewPagesOf(name, 3)) {
      const tab = await open(name, page);
      assert.deepEqual(await tab.evaluate(badTables), [], page);
      assert.deepEqual(await tab.evaluate(badCharts), [], page);
    }
    await close();
  });
}

test('dates are written the same way everywhere in the sample', async () => {
  const { open, close } = await newTab(browser);
  for (const page of fewPagesOf('sample', 2)) {
    const text = await (await open('sample', page)).evaluate(() => {
      // Codes quote inputs as they were written.
      document.querySelectorAll('code').forEach((code) => code.remove());
      return document.body.innerText;
    });
    const other = text.match(/\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}\b|\b\d{1,2}:\d\d ?[ap]m\b/gi);
    assert.equal(other, null, page);
  }
  await close();
});
