import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'vite'

/** Faces of official text: a preview needs a line anyway. */
const left = /\/tinos-/

/**
 * After the application is built: its service worker with the list of files, and the version of both in the page, so that
 * a page knows whether a waiting worker is newer than itself.
 */
export function serviceWorker(outDir: string): Plugin {
  return {
    name: 'lantoa-service-worker',
    apply: 'build',
    async closeBundle() {
      const assets = readdirSync(join(outDir, 'assets'))
        .map((name) => `/app/assets/${name}`)
        .filter((path) => !left.test(path) && !path.endsWith('.map'))
        .sort()
      const files = [...assets, '/mark.svg']
      const source = join(import.meta.dirname, 'sw.ts')
      const page = join(outDir, 'index.html')
      const html = readFileSync(page, 'utf8')
      const hash = createHash('sha256').update(files.join('\n')).update(html).update(readFileSync(source))
      const version = hash.digest('hex').slice(0, 12)
      writeFileSync(
        page,
        html.replace('<meta name="build" content="" />', `<meta name="build" content="${version}" />`),
      )
      await build({
        entryPoints: [source],
        outfile: join(outDir, 'sw.js'),
        bundle: true,
        format: 'iife',
        target: 'es2022',
        minify: true,
        define: { SHELL: JSON.stringify({ version, files }) },
        logLevel: 'warning',
      })
    },
  }
}
