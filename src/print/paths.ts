import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PrintPaths {
  /** the entry of the child process */
  child: string
  /** folder of the .typ files; a template can read nothing outside it */
  templates: string
  /** folder of Tinos, whose letters have the widths of Times New Roman */
  fonts: string
}

/** Finds the runner's parts: beside this file in src/print, and beside the bundle (or above its chunks) in dist. */
export function printPaths(): PrintPaths {
  const here = dirname(fileURLToPath(import.meta.url))
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'))
  const source = join(here, 'child.ts')
  if (existsSync(source)) return { child: source, templates: join(here, 'templates'), fonts }
  const bundle = [here, dirname(here)].find((folder) => existsSync(join(folder, 'print-child.js')))
  if (bundle === undefined) throw new Error(`print-child.js is missing beside ${here}: build again`)
  return { child: join(bundle, 'print-child.js'), templates: join(bundle, 'templates'), fonts }
}
