// Without data, registers or a period before: the report says what it cannot say, and draws no empty chart.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { place, review } from './setup/program.js';
import { pagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** What has to stand on the board page of each. */
const SAID = {
  'empty-period': [/no automated action of 2026-Q3 is a case, so nothing can be said/i],
  'no-control-map': [/control map/i, /unmapped/i],
  'no-registers': [/control map/i, /unmapped/i, /regulated/i],
  'none-wrong': [/0 of 60/, /no comparison with 2026-Q2/i],
  'one-case': [/1 of 1/],
  sample: [/no comparison with 2026-Q2/i],
};

for (const [name, sayings] of Object.entries(SAID)) {
  test(`the board page of ${name} says what it can and cannot say`, async () => {
    const { open, close } = await newTab(browser);
    const tab = await open(name, 'index.html');
    const text = await tab.evaluate(() => document.body.innerText);
    for (const saying of sayings) assert.match(text, saying);
    assert.doesNotMatch(text, /\bNaN\b|\binf\b|undefined|null|\bNone\(|Some\(/);
    await close();
  });

  test(`no chart and no section of ${name} is empty`, async () => {
    const { open, close } = await newTab(browser);
    for (const page of pagesOf(name).filter((page) => !page.startsWith('cases/'))) {
      const tab = await open(name, page);
      const empty = await tab.evaluate(() => [
        ...[...document.querySelectorAll('section')].filter((part) => part.children.length < 2).map((part) => part.textContent),
        ...[...document.querySelectorAll('figure')].filter((part) => !part.querySelector('svg rect, svg circle, svg polyline, svg path, svg polygon'))
          .map((part) => part.querySelector('figcaption').textContent),
        ...[...document.querySelectorAll('table')].filter((table) => table.tBodies[0].rows.length === 0).map((table) => table.caption.textContent),
      ]);
      assert.deepEqual(empty, [], page);
    }
    await close();
  });
}

test('a period of which the inputs hold no action is refused with a sentence', async () => {
  const told = await review(join(place, 'folders', 'one-case'), '2019-Q1', join(place, 'refused'));
  assert.equal(told.code, 2);
  assert.match(told.said, /the inputs hold no action of 2019-Q1/);
});
