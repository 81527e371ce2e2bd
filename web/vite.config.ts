/// <reference types="vitest/config" />
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { countryShapes } from './shapes';

// The page is served by "dateline serve" from the package: built files go where the wheel takes them from. Everything is
// a file of its own (no data: addresses, no inline script), since the page is served under a strict content policy.
export default defineConfig({
  plugins: [preact(), countryShapes()],
  base: '/',
  build: {
    outDir: '../src/dateline/server/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    cssCodeSplit: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { environment: 'node', include: ['tests/**/*.test.ts'] },
});
