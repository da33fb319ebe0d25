/**
 * Gives the page what is built into the programs and under which licences: a module `virtual:licences`, read from Cargo's own
 * account of what it builds and from the packages of the page.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** A package that others made. */
export interface Part {
  name: string;
  version: string;
  /** An SPDX expression. */
  licence: string;
  /** Places in the list of texts. */
  texts: number[];
}

/** Everything that is built in; each text of a licence once. */
export interface Licences {
  parts: Part[];
  texts: string[];
}

/** A package, and the folder where its texts lie. */
interface Found extends Omit<Part, 'texts'> {
  folder: string;
}

/** As far as Cargo's answer is looked at. */
interface Metadata {
  packages: {
    id: string;
    name: string;
    version: string;
    license: string | null;
    source: string | null;
    manifest_path: string;
  }[];
  resolve: {
    root: string;
    nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[];
  };
}

const page = import.meta.dirname;
const product = dirname(page);

/** The system that is built for, which the Tauri CLI names where it is another one. */
function target(): string {
  const named = process.env.TAURI_ENV_TARGET_TRIPLE;
  if (named) return named;
  const said = execFileSync('rustc', ['-vV'], { encoding: 'utf8' });
  return /^host: (.+)$/m.exec(said)?.[1] ?? '';
}

/** What becomes part of the programs, and not what builds or tests them. */
function crates(): Found[] {
  const args = ['metadata', '--format-version=1', '--locked', '--features=desktop', '--filter-platform'];
  const answer = execFileSync('cargo', [...args, target()], {
    cwd: product,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { packages, resolve } = JSON.parse(answer) as Metadata;
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set([resolve.root]);
  // A set is walked to what is added on the way, too.
  for (const id of reached)
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? [])
      if (dep_kinds.some(({ kind }) => kind === null)) reached.add(pkg);
  return packages
    .filter(({ id, source }) => reached.has(id) && source !== null)
    .map((one) => ({ ...one, licence: one.license ?? '', folder: dirname(one.manifest_path) }));
}

/** What the page is built from: what it depends on, what that depends on, and the marks of issuers. */
function packages(): Found[] {
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const reached = new Set([...Object.keys(read(page).dependencies), 'simple-icons']);
  const found: Found[] = [];
  for (const name of reached) {
    const folder = join(page, 'node_modules', name);
    const { version, license, dependencies } = read(folder);
    for (const other of Object.keys(dependencies ?? {})) reached.add(other);
    found.push({ name, version, licence: license, folder });
  }
  return found;
}

const isText = /^(licen[cs]e|copying|copyright|notice|unlicense|authors)/i;
const isSource = /\.(rs|ts|js|json|toml)$/;

/** Lines broken in other places do not make another text. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

export function licences(): Licences {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const place = (text: string) => {
    const key = plain(text);
    const at = places.get(key) ?? texts.push(text.trim()) - 1;
    places.set(key, at);
    return at;
  };
  const parts = [...crates(), ...packages()].map(({ name, version, licence, folder }) => {
    const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const own = files
      .filter((file) => file.isFile() && isText.test(file.name) && !isSource.test(file.name))
      .map((file) => place(readFileSync(join(folder, file.name), 'utf8')));
    if (!licence && own.length === 0) throw new Error(`${name} ${version} says nothing of a licence`);
    return { name, version, licence, texts: [...new Set(own)] };
  });
  const order = new Intl.Collator('en');
  parts.sort((one, other) => order.compare(one.name, other.name));
  return { parts, texts };
}

export function builtIn(): Plugin {
  return {
    name: 'licences',
    resolveId: (id) => (id === 'virtual:licences' ? '\0virtual:licences' : undefined),
    load: (id) =>
      id === '\0virtual:licences'
        ? `export default JSON.parse(${JSON.stringify(JSON.stringify(licences()))});`
        : undefined,
  };
}
