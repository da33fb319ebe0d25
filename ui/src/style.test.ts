/** The style sheets, read: what an engine here cannot show, and what must hold for parts that come later. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Rule {
  /** The condition that it stands under, or nothing. */
  media: string;
  selectors: string[];
  /** Values by property; the last one counts. */
  says: Map<string, string>;
}

const sheets = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.css'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));

/** Reads rules and the conditions around them; ours are one deep. */
function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  let media = '';
  for (const [, head = '', body] of css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/([^{}]*?)(?:\{([^{}]*)\}|\{|\})/g)) {
    const before = head.trim();
    if (body !== undefined) {
      const lines = body.split(/;\s*\n/).map((line) => line.split(/:(.*)/s).map((part) => part.trim()));
      const says = new Map(lines.map(([name = '', value = '']) => [name, value.replace(/;$/, '')]));
      rules.push({ media, selectors: before.split(/\s*,\s*(?![^(]*\))/), says });
    } else media = before;
  }
  return rules;
}

const rules = sheets.flatMap(rulesOf);
const under = (condition: string) => rules.filter(({ media }) => media.includes(condition));

test('the sheets are read', () => {
  expect(rules.length).toBeGreaterThan(200);
  expect(rules.find(({ selectors }) => selectors.includes('.primary'))?.says.get('background')).toBe(
    'var(--accent)',
  );
});

test('nothing moves for those who want it so, whatever a part says of itself', () => {
  const still = under('prefers-reduced-motion: reduce').filter(({ selectors }) => selectors.includes('*'));
  expect(still).toHaveLength(1);
  expect(still[0]?.selectors).toEqual(['*', '*::before', '*::after']);
  for (const property of ['transition', 'animation'])
    expect(still[0]?.says.get(property), property).toBe('none !important');
  expect(still[0]?.says.get('scroll-behavior')).toBe('auto !important');
});

test('a part that a sheet tells apart by its background has a border where the system chooses the colours', () => {
  const coloured = /--(accent|accent-soft|warn-soft|danger|danger-soft|ink|ink-soft)\)/;
  const bordered = ({ says }: Rule) =>
    [...says.keys()].some((name) => /^(border|outline|text-decoration|border-color)$/.test(name)) &&
    says.get('border') !== '0';
  const named = under('forced-colors: active').flatMap(({ selectors }) => selectors);
  const covered = (selector: string) =>
    named.some((one) => selector === one || selector.startsWith(`${one}.`));
  const bare = rules
    .filter((rule) => !rule.media && !bordered(rule) && coloured.test(rule.says.get('background') ?? ''))
    .flatMap(({ selectors }) => selectors)
    // What is under the pointer says so by the pointer.
    .filter((selector) => !/:(hover|active)/.test(selector) && !covered(selector));
  expect(bare).toEqual([]);
});
