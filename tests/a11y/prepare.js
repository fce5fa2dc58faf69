// Makes every report that the tests look at.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { needProgram, place, review } from './setup/program.js';
import { REPORTS, reportOf } from './setup/reports.js';

needProgram();
rmSync(place, { recursive: true, force: true });
mkdirSync(join(place, 'reports'), { recursive: true });

for (const report of REPORTS) {
  const folder = report.folder(join(place, 'folders', report.name));
  const told = await review(folder, report.period, reportOf(report.name));
  if (told.code !== 0) {
    console.error(`the report "${report.name}" was not made (exit code ${told.code}):\n${told.said}`);
    process.exit(1);
  }
  console.log(`${report.name}: ${told.seconds.toFixed(1)} s`);
}
