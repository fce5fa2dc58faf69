// The reports under test: which there are, how each is made, and which pages it has.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { place, repository } from './program.js';
import { hostileNames, noControlMap, noRegisters } from './sample_folders.js';
import { written } from './written_folder.js';

const QUARTER = '2026-Q3';

/** Every report: its name, the folder it is made from, its period. */
export const REPORTS = [
  { name: 'sample', folder: () => join(repository, 'sample_data'), period: QUARTER },
  { name: 'month', folder: () => join(repository, 'sample_data'), period: '2026-09' },
  { name: 'hostile-names', folder: hostileNames, period: QUARTER },
  { name: 'no-control-map', folder: noControlMap, period: QUARTER },
  { name: 'no-registers', folder: noRegisters, period: QUARTER },
  { name: 'empty-period', folder: (to) => written(to, { cases: 0, owners: 1, isWrong: () => false, failed: 3 }), period: QUARTER },
  { name: 'one-case', folder: (to) => written(to, { cases: 1, owners: 1, isWrong: () => true }), period: QUARTER },
  { name: 'none-wrong', folder: (to) => written(to, { cases: 60, owners: 2, isWrong: () => false }), period: QUARTER },
  { name: 'many-owners', folder: (to) => written(to, { cases: 6000, owners: 300, isWrong: (n) => n % 7 === 0 }), period: QUARTER },
  { name: 'many-cases', folder: (to) => written(to, { cases: 100_000, owners: 12, isWrong: (n) => n % 11 === 0 }), period: QUARTER },
];

/** Where a report lies. */
export const reportOf = (name) => join(place, 'reports', name);

const below = (folder) => (existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.html')).sort() : []);

/** Every page of a report, relative to it. */
export function pagesOf(name) {
  const folder = reportOf(name);
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`there is no report ${name}; \`npm test\` makes it`);
  const inFolder = (sub) => below(join(folder, sub)).map((file) => `${sub}/${file}`);
  return [...below(folder), ...inFolder('owners'), ...inFolder('cases')];
}

/** The pages that differ in kind, and a few of each kind of which there are many. */
export function fewPagesOf(name, few = 2) {
  const pages = pagesOf(name);
  const some = (folder) => {
    const all = pages.filter((page) => page.startsWith(folder));
    const step = Math.max(1, Math.floor(all.length / few));
    return all.filter((_, at) => at % step === 0).slice(0, few);
  };
  return [...pages.filter((page) => !page.includes('/')), ...some('owners/'), ...some('cases/')];
}
