// Builds everything into dist/: server bundle → openapi.json → client of the staff application → its files.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')

/**
 * Packages of many small files, which go into the build: finding and opening them took half the time of every start. All
 * plain modules; whoever loads zod must be here too, or there would be two. The others are loaded from node_modules.
 */
const within = ['fastify-type-provider-zod', 'htmlparser2', 'intl-messageformat', 'kysely', 'uuid', 'zod']
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

rmSync(join(root, 'dist'), { recursive: true, force: true })
mkdirSync(join(root, 'dist'), { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/main.ts',
    'document-child': 'src/document/open/child-main.ts',
    'print-child': 'src/print/child.ts',
    'picture-child': 'src/modules/activities/picture-child.ts',
    'sheet-child': 'src/modules/units/import/sheet-child.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: [...Object.keys(dependencies).filter((name) => !within.includes(name)), '@fastify/error'],
  jsx: 'automatic',
  // React draws our pages several times faster without what it checks for whoever develops; it looks once, when it is loaded.
  banner: { js: "process.env.NODE_ENV ??= 'production';" },
  sourcemap: 'linked',
  // The sources lie beside it; in the maps, which are read at a start, they are half of all there is to read.
  sourcesContent: false,
  logLevel: 'warning',
})
cpSync(join(root, 'src/print/templates'), join(root, 'dist/templates'), { recursive: true })
run('dist/main.js', 'openapi', 'dist/openapi.json')
run('node_modules/@hey-api/openapi-ts/bin/run.js', '-f', 'web/openapi-ts.config.ts')
run('node_modules/vite/bin/vite.js', 'build', '-c', 'web/vite.config.ts', '--logLevel', 'warn')

function run(script: string, ...args: string[]): void {
  execFileSync(node, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
}
