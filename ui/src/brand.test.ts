import { expect, test } from 'vitest';
import { brandOf, loadBrands } from './brand';

test('an issuer has its mark once the marks are loaded, by its name or the beginning of it', async () => {
  expect(brandOf('GitHub')).toBeNull();
  await loadBrands();
  const github = brandOf('GitHub');
  expect(github?.path).toMatch(/^M/);
  for (const name of [
    'github',
    'github.com',
    'GitHub Enterprise',
    'GitHub (work)',
    'https://github.com/login',
  ])
    expect(brandOf(name)).toEqual(github);
  expect(brandOf('npmjs')).toEqual(brandOf('npm'));
});

test('what is no issuer that is known has none', async () => {
  await loadBrands();
  for (const name of ['', 'My bank', 'constructor', 'Hubgit', '🦊']) expect(brandOf(name)).toBeNull();
});
