import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { serviceWorker } from './worker/build.ts'

// The staff application: built into dist/web, served by the server under /app/ with a strict policy for scripts and
// styles. Hence no inline script (polyfill of modulepreload) and no asset as data: address.
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  cacheDir: '../.cache/vite',
  plugins: [react(), serviceWorker(new URL('../dist/web', import.meta.url).pathname)],
  resolve: { alias: { '#src': new URL('../src', import.meta.url).pathname } },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { host: '127.0.0.1', strictPort: true },
  preview: { host: '127.0.0.1', strictPort: true },
})
