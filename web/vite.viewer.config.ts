/** How the page of an offline pack is built: on its own, so that it refers to nothing but what lies beside it. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'viewer',
  base: './',
  build: {
    target: 'es2022',
    outDir: '../dist/viewer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The map's library, as in the web app.
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
});
