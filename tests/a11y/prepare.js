// Makes every report that the tests look at, or those named on the command line.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { needProgram, place, review } from './setup/program.js';
import { REPORTS, reportOf } from './setup/reports.js';

needProgram();
const names = process.argv.slice(2);
mkdirSync(join(place, 'reports'), { recursive: true });

for (const report of REPORTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  for (const kind of ['folders', 'reports']) rmSync(join(place, kind, report.name), { recursive: true, force: true });
  const folder = report.folder(join(place, 'folders', report.name));
  const told = await review(folder, report.period, reportOf(report.name));
  if (told.code !== 0) {
    console.error(`the report "${report.name}" was not made (exit code ${told.code}):\n${told.said}`);
    process.exit(1);
  }
  console.log(`${report.name}: ${told.seconds.toFixed(1)} s`);
}
