// Colours that the reader chose: everything is still drawn and told apart.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const luminance = ([r, g, b]) => {
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
};
const colour = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);
const contrast = (a, b) => {
  const [high, low] = [luminance(colour(a)), luminance(colour(b))].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

test('contrast is computed by the formula of WCAG 2.2', () => {
  const known = [['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 21], ['rgb(119, 119, 119)', 'rgb(255, 255, 255)', 4.478], ['rgb(0, 114, 178)', 'rgb(255, 255, 255)', 5.187]];
  for (const [a, b, expected] of known) assert.ok(Math.abs(contrast(a, b) - expected) < 0.01, `${a}: ${contrast(a, b)}`);
});

for (const look of ['light', 'dark', 'print', 'forced']) {
  test(`marks of charts stand out at 3:1 and their text at 4.5:1, ${look}`, async () => {
    const { open, close } = await newTab(browser);
    const tab = await open('sample', 'index.html', look);
    const drawn = await tab.evaluate(() => {
      const ground = getComputedStyle(document.documentElement).backgroundColor;
      const shapes = [...document.querySelectorAll('svg text, svg rect, svg circle, svg line, svg polyline, svg path, svg polygon')];
      return shapes.map((shape) => {
        const style = getComputedStyle(shape);
        const used = style.fill === 'none' ? style.stroke : style.fill;
        return { kind: shape.tagName, used, ground };
      });
    });
    assert.ok(drawn.length > 100);
    for (const { kind, used, ground } of drawn) {
      assert.notEqual(used, 'none', `${kind} is not drawn`);
      const found = contrast(used, ground);
      assert.ok(found >= (kind === 'text' ? 4.5 : 3), `${kind} ${used} on ${ground}: ${found.toFixed(2)}`);
    }
    await close();
  });
}
