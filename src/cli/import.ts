import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { importUnits } from '../modules/units/index.ts'
import type { Ctx } from '../platform/context.ts'
import { cliLocale, complain, complainOfRefusal, say } from './help.ts'
import { chooseHome } from './home.ts'
import { openRuntime } from './runtime.ts'

/** `lantoa import units FILE [--dry-run] [--home CODE] [--data DIR]` */
export async function importCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    complain('cli.import.usage')
    return 2
  }
  const size = (await stat(call.file).catch(() => null))?.size
  if (size === undefined) {
    complain('cli.read.file.not_found')
    return 1
  }
  const runtime = await openRuntime(call.data, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const ctx = await chooseHome(runtime, call.home)
    return ctx ? await importFile(ctx, call.file, call.dryRun) : 1
  } finally {
    await runtime.close()
  }
}

interface Call {
  file: string
  dryRun: boolean
  home: string | null
  data: string[]
}

function readCall(args: string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { 'dry-run': { type: 'boolean' }, home: { type: 'string' }, data: { type: 'string' } },
      allowPositionals: true,
    })
    const [what, file, ...more] = positionals
    if (what !== 'units' || !file || more.length > 0) return null
    return {
      file,
      dryRun: values['dry-run'] === true,
      home: values.home ?? null,
      data: values.data === undefined ? [] : ['--data', values.data],
    }
  } catch {
    return null
  }
}

/**
 * Imports a file of units as the system and prints what happened, or would: wrong rows with their sentences first.
 * @returns exit status: 1 when a row is wrong or the file can't be read; then nothing was written
 */
export async function importFile(ctx: Ctx, file: string, dryRun: boolean): Promise<number> {
  try {
    const result = await importUnits({ ...ctx, locale: cliLocale() }, await readFile(file), { dryRun })
    for (const row of result.rows) {
      if (row.what === 'same') continue
      process.stdout.write(`  ${row.row}\t${row.code}\t${row.name}\t${row.words}\n`)
      for (const issue of row.issues)
        process.stdout.write(`  \t! ${[issue.column, issue.message].filter((w) => w !== null).join(': ')}\n`)
    }
    say('units.import.counts', result.counts)
    if (result.counts.error > 0) {
      say('units.import.wrong', { n: result.counts.error })
      return 1
    }
    if (result.done) say('units.import.done', { add: result.counts.add, change: result.counts.change })
    return 0
  } catch (error) {
    return complainOfRefusal(error)
  }
}
