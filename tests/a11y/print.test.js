// On paper: A4 and Letter, a number of pages that somebody reads, the answer on the first.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, newTab } from './setup/browser.js';
import { place, printed } from './setup/program.js';
import { fewPagesOf } from './setup/reports.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Prints a page; the text of each sheet and the size of the paper, as poppler reads them. */
async function onPaper(report, page, format) {
  const { open, close } = await newTab(browser);
  const tab = await open(report, page, 'print');
  const file = join(place, `${report}-${page.replaceAll('/', '-')}-${format}.pdf`);
  writeFileSync(file, await tab.pdf({ format, preferCSSPageSize: false }));
  await close();
  const sheets = printed('pdftotext', '-layout', file, '-').split('\f').slice(0, -1);
  return { sheets, size: printed('pdfinfo', file).match(/Page size: +(.*)/)[1] };
}

const flat = (sheet) => sheet.replace(/\s+/g, ' ');

for (const [format, size] of [['A4', /\(A4\)/], ['Letter', /\(letter\)/]]) {
  test(`the board page of the sample prints on ${format}, the answer and the first decisions on sheet one`, async () => {
    const { sheets, size: printedSize } = await onPaper('sample', 'index.html', format);
    assert.match(printedSize, size);
    assert.ok(sheets.length >= 8 && sheets.length <= 18, `${sheets.length} sheets`);
    const first = flat(sheets[0]);
    for (const needed of ['The answer', '38 of 594', 'How sure.', 'Stop now.', 'Decisions asked', 'Change, stop or tolerate']) {
      assert.ok(first.includes(needed), `sheet one lacks "${needed}"`);
    }
    assert.ok(sheets.every((sheet) => sheet.trim().length > 0), 'an empty sheet');
  });

  test(`no heading is parted from its text on ${format}`, async () => {
    const { sheets } = await onPaper('sample', 'index.html', format);
    const last = sheets.map((sheet) => sheet.trim().split('\n').at(-1).trim());
    const headings = ['Four figures', 'Who is accountable', 'By device class', 'Regulated work', 'Week by week', 'Causes', 'Worst cases', 'Limits of the data'];
    assert.deepEqual(last.filter((line) => headings.includes(line)), []);
  });
}

test('other pages of the sample print on few sheets, and nothing is cut off at the edge', async () => {
  const { open, close } = await newTab(browser, { width: 680 });
  for (const page of fewPagesOf('sample', 2)) {
    if (page !== 'index.html') {
      const { sheets } = await onPaper('sample', page, 'A4');
      assert.ok(sheets.length <= 12, `${page}: ${sheets.length} sheets`);
    }
    // 680 pixels are the 180 mm that the narrower paper leaves between the margins.
    const tab = await open('sample', page, 'print');
    const wide = await tab.evaluate(() =>
      [...document.querySelectorAll('table, svg, p, dl')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => `${element.tagName} ${(element.caption ?? element).textContent.trim().slice(0, 60)}`));
    assert.deepEqual(wide, [], page);
  }
  await close();
});

test('a report of hostile names prints without an endless sheet', async () => {
  const { sheets } = await onPaper('hostile-names', 'index.html', 'A4');
  assert.ok(sheets.length <= 45, `${sheets.length} sheets`);
});
