import { defineConfig } from 'vitest/config';
import { brands } from './brands.ts';
import { builtIn } from './licences.ts';

/** Where each window's page begins, relative to this folder. */
const pages = ['index.html', 'approve.html', 'palette.html'];

export default defineConfig(({ mode }) => ({
  // `npm run dev`: the pages in any browser, on made-up accounts.
  resolve:
    mode === 'fake' ? { alias: [{ find: /^\.\/backend$/, replacement: '/src/backend.scenes.ts' }] } : {},
  plugins: [brands(), builtIn()],
  clearScreen: false,
  build: {
    target: ['safari16.4', 'chrome111'],
    modulePreload: { polyfill: false }, // its inline code has no place under the content security policy
    assetsInlineLimit: 0,
    rolldownOptions: { input: pages },
    chunkSizeWarningLimit: 1024, // the licences, which are loaded when they are looked at
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: 'src/screen.fake.ts',
    testTimeout: 60_000, // a busy machine is no failure
  },
}));
