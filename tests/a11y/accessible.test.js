// Every rule of axe-core, on every kind of page, in light, dark and print.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import axe from 'axe-core';

import { launch, newTab } from './setup/browser.js';
import { REPORTS, fewPagesOf } from './setup/reports.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** In dark and print only colours and what is shown differ from light. */
const RUNS = {
  light: { runOnly: { type: 'tag', values: RULES } },
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
  // Nobody presses a link on paper, so there its size is not asked for; in light, on every page, it is.
  print: { runOnly: { type: 'tag', values: RULES }, rules: { 'target-size': { enabled: false } } },
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

async function violations(tab, options) {
  await tab.evaluate(axe.source);
  const run = (choice) => window.axe.run(document, { ...choice, preload: false, resultTypes: ['violations'] });
  const { violations: found } = await tab.evaluate(run, options);
  return found.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

for (const { name } of REPORTS) {
  for (const look of Object.keys(RUNS)) {
    test(`axe-core finds nothing in ${name}, ${look}`, async () => {
      const { open, close } = await newTab(browser);
      for (const page of fewPagesOf(name, name === 'sample' ? 4 : 1)) {
        const tab = await open(name, page, look);
        assert.deepEqual(await violations(tab, RUNS[look]), [], page);
      }
      await close();
    });
  }
}

test('axe-core does look: a grey text and a link without words are found', async () => {
  const { open, close } = await newTab(browser);
  const tab = await open('sample', 'index.html');
  await tab.evaluate(() => {
    const main = document.querySelector('main');
    main.append(Object.assign(document.createElement('font'), { color: '#bbbbbb', textContent: 'hardly seen' }));
    main.append(Object.assign(document.createElement('a'), { href: '#main' }));
  });
  const found = (await violations(tab, RUNS.light)).map((violation) => violation.split(':')[0]);
  assert.deepEqual(found.sort(), ['color-contrast', 'link-name']);
  await close();
});
