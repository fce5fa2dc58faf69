// Review folders made from the sample: with hostile registers, and without what a review would like to have.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { csv, rewritten, rowsOf } from './csv.js';
import { repository } from './program.js';
import { hostile } from './texts.js';

/** A copy of the sample. */
function copied(to) {
  cpSync(join(repository, 'sample_data'), to, { recursive: true });
  return to;
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** Replaces the text of a key in TOML wherever it stands; JSON's quoting is valid TOML. */
function set(key, value) {
  let n = 0;
  const quoted = (text) => JSON.stringify(text).replaceAll('\u007f', '\\u007F');
  return (toml) => toml.replace(new RegExp(`^${key} = .*$`, 'gm'), () => `${key} = ${quoted(value(n++))}`);
}

/** Appends a hostile text to a column of a table, so that what was there is still understood. */
function appended(text, column) {
  const [header, ...rows] = rowsOf(text);
  const place = header.indexOf(column);
  return csv(header, rows.map((row, n) => row.map((cell, at) => (at === place ? `${cell} ${hostile(n)}` : cell))));
}

/** The sample, in which every title, name, owner, reason, reference, driver and ticket is hostile. */
export function hostileNames(to) {
  copied(to);
  const register = (name) => join(to, 'registers', name);
  edit(join(to, 'misfire.toml'), set('name', () => `${hostile(0)} ${hostile(6)}`));
  // Versions of one workflow keep one title, so texts go by the number of the entry.
  const texts = { title: 0, purpose: 1, control_owner: 2, execution_owner: 4, exception_owner: 7 };
  edit(register('workflows.toml'), (toml) => {
    const named = Object.entries(texts).reduce((text, [key, from]) => {
      const owner = key.endsWith('_owner') ? 'team:' : '';
      return set(key, (n) => owner + hostile(from + n))(text);
    }, toml);
    return set('drivers', (n) => [hostile(n), hostile(n + 2)])(named);
  });
  edit(register('people.csv'), (text) =>
    rewritten(text, { display_name: (_, n) => hostile(n), unit: (_, n) => hostile(n % 5) }));
  edit(register('devices.csv'), (text) =>
    rewritten(text, { name: (_, n) => `${hostile(n)}-${n}`, unit: (_, n) => hostile(n % 5) }));
  edit(register('exceptions.csv'), (text) => rewritten(text, { reason: (_, n) => hostile(n) }));
  edit(register('regulated_work.csv'), (text) =>
    rewritten(text, { title: (_, n) => hostile(n), regime: (_, n) => hostile(n % 4) }));
  edit(register('improvements.csv'), (text) =>
    rewritten(text, { change: (_, n) => hostile(n), owner: (_, n) => `team:${hostile(n)}` }));
  edit(register('reviews.csv'), (text) =>
    rewritten(text, { reviewer: (_, n) => hostile(n), rationale: (_, n) => hostile(n + 1) }));
  edit(join(to, 'exports', 'tickets', 'servicenow-incidents.csv'), (text) => appended(text, 'short_description'));
  return to;
}

/** The sample without its control map: no action has a workflow. */
export function noControlMap(to) {
  copied(to);
  rmSync(join(to, 'registers', 'workflows.toml'));
  return to;
}

/** The sample without any register. */
export function noRegisters(to) {
  copied(to);
  rmSync(join(to, 'registers'), { recursive: true });
  return to;
}
