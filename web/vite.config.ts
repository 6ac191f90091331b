/** How the web app is built: hashed names under /assets/, each with its compressed twins beside it. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { mapAssets } from './build/map-assets.ts';
import { precompress } from './build/precompress.ts';

/** Where `npm run dev` finds a running Suuf. */
const server = process.env['SUUF_URL'] ?? 'http://127.0.0.1:8080';
const serverPaths = [
  '/accounts', '/api', '/basemap.pmtiles', '/code-lists', '/collections', '/disputes', '/documents', '/drafts', '/glyphs', '/health', '/invitations',
  '/occupancies', '/parties', '/rights', '/road-events', '/rules', '/session', '/sources', '/sprites', '/style.json', '/tiles', '/tokens',
  '/uploads',
];

export default defineConfig({
  plugins: [svelte(), mapAssets(), precompress()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    // Browsers that know the target know `modulepreload`, or go without.
    modulePreload: { polyfill: false },
    // The map's library is one chunk of its own, loaded after the page shows.
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
  // The server refuses requests of foreign pages: it is to see the address that the browser sees.
  server: { proxy: Object.fromEntries(serverPaths.map((path) => [path, { target: server, changeOrigin: false }])) },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
});
