#!/usr/bin/env node
// Starts the companion of this platform, and ends as it ends.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const name = `@countersign/${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'countersign.exe' : 'countersign';

let path;
try {
  path = createRequire(import.meta.url).resolve(`${name}/${program}`);
} catch {
  console.error(`countersign: ${name} is not installed.`);
  console.error('Either there is no build for this machine, or npm was told to leave optional packages out.');
  console.error('Install again without --omit=optional, or get the app, which brings the companion with it.');
  process.exit(1);
}

const companion = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
// The terminal tells the companion of these too; it decides when to end.
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => companion.kill(signal));
companion.on('error', (error) => {
  console.error(`countersign: the companion could not be started (${error.code}).`);
  process.exit(1);
});
companion.on('exit', (status, signal) => {
  if (signal === null) process.exit(status);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
