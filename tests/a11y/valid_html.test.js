// The pages are valid HTML.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { HtmlValidate } from 'html-validate';

import { REPORTS, fewPagesOf, pagesOf, reportOf } from './setup/reports.js';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // Says nothing about validity: how long a title may be for a search engine, and where lines end.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    // A region that scrolls must be reached by the keyboard.
    'prefer-native-element': 'off',
  },
});

for (const { name } of REPORTS) {
  test(`html-validate finds nothing in ${name}`, async () => {
    const pages = name === 'sample' ? pagesOf(name) : fewPagesOf(name, 3);
    for (const page of pages) {
      const report = await validator.validateString(readFileSync(join(reportOf(name), page), 'utf8'));
      const found = report.results.flatMap((result) => result.messages)
        .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
      assert.deepEqual(found.slice(0, 10), [], page);
    }
  });
}
