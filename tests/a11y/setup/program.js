// The program under test and where its reports are put.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

const target = resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target');

/** The release binary, which `.ci/run` has built before. */
export const program = process.env.MISFIRE ?? join(target, 'release', 'misfire');

/** Where folders and reports of these tests lie; built anew by `prepare.js`. */
export const place = join(target, 'a11y');

/** Stops with a sentence where there is nothing to test. */
export function needProgram() {
  if (!existsSync(program)) {
    throw new Error(`${program} does not exist; run \`cargo build --release\` or set MISFIRE`);
  }
}

/** Reviews a folder; resolves with seconds taken, exit code and what was said. */
export function review(folder, period, out, ...more) {
  const started = Date.now();
  const child = spawn(program, ['review', folder, '--period', period, '--out', out, '--quiet', ...more]);
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  child.stdout.on('data', (piece) => (said += piece));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, said, seconds: (Date.now() - started) / 1000 }));
  });
}

/** What a command prints. */
export function printed(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
