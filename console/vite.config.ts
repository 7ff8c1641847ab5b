import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { noncePlaceholder } from './nonce-placeholder.ts';

/** Where `npm run dev -w console` finds a server that is already running. */
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  build: {
    outDir: 'dist',
    // What `light-dark()` and the rest of the styles need; all of them are from before the middle of 2024.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    assetsDir: 'assets',
    // Everything is a file of its own: the policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    // On a busy machine everything is slow, which is no news.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: { proxy: Object.fromEntries(['/api', '/rest', '/openapi.json'].map((path) => [path, { target: server }])) },
});
