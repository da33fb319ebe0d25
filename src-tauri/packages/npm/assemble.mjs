// Puts the npm packages together: node assemble.mjs VERSION PLATFORM-PROCESSOR BINARY OUT
// OUT gets a folder for the launcher and one for the platform whose binary was given.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

const [version, platform, binary, out] = process.argv.slice(2);
if (!PLATFORMS.includes(platform) || !out) {
  console.error(`usage: assemble.mjs VERSION PLATFORM BINARY OUT, where PLATFORM is one of ${PLATFORMS.join(', ')}`);
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));

/** What every one of the packages says of itself. None of them has scripts. */
const common = { version, license: 'MIT OR Apache-2.0' };

function write(folder, manifest, files) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...common }, null, 2)}\n`);
  for (const [name, from, mode] of files) {
    copyFileSync(from, join(folder, name));
    chmodSync(join(folder, name), mode);
  }
}

write(
  join(out, 'countersign'),
  {
    name: 'countersign',
    description: 'Types fresh one-time passwords into npm, once you approved it in the app',
    keywords: ['npm', '2fa', 'otp', 'totp', 'publish'],
    type: 'module',
    bin: { countersign: 'countersign.mjs' },
    engines: { node: '>=18' },
    optionalDependencies: Object.fromEntries(PLATFORMS.map((name) => [`@countersign/${name}`, version])),
  },
  [
    ['countersign.mjs', join(here, 'countersign.mjs'), 0o755],
    ['README.md', join(here, 'README.md'), 0o644],
  ],
);

const [os, cpu] = platform.split('-');
const program = os === 'win32' ? 'countersign.exe' : 'countersign';
write(
  join(out, platform),
  {
    name: `@countersign/${platform}`,
    description: `The companion of Countersign for ${platform}`,
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' && { libc: ['glibc'] }),
    preferUnplugged: true,
  },
  [[program, binary, 0o755]],
);
