import { parseArgs } from 'node:util'
import { formatDate } from '../messages/format.ts'
import { translate } from '../messages/index.ts'
import { endAgencyCode, listAgencyCodes, setAgencyCode } from '../modules/dispatch/index.ts'
import type { Ctx } from '../platform/context.ts'
import { read } from '../platform/write.ts'
import { cliLocale, complain, complainOfRefusal, say } from './help.ts'
import { chooseHome } from './home.ts'
import { openRuntime } from './runtime.ts'

export interface AgencyCall {
  verb: 'list' | 'set' | 'end'
  code: string | null
  /** code of a unit here, or else the name of a body outside */
  unit: string | null
  name: string | null
  elsewhere: boolean
  /** `YYYY-MM-DD`; null: today */
  day: string | null
  home: string | null
  data: string[]
}

/** `lantoa agency list | set CODE … | end CODE`: codes of the document axis. */
export async function agencyCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    complain('cli.agency.usage')
    return 2
  }
  const runtime = await openRuntime(call.data, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const ctx = await chooseHome(runtime, call.home)
    return ctx ? await runAgency(ctx, call) : 1
  } finally {
    await runtime.close()
  }
}

/** Carries out one call as the system of a home. @returns exit status */
export async function runAgency(ctx: Ctx, call: AgencyCall): Promise<number> {
  const day = call.day ?? ctx.clock.today()
  try {
    if (call.verb === 'list') return await list(ctx)
    const code = call.code ?? ''
    if (call.verb === 'end') await endAgencyCode(ctx, { code, on: day })
    else {
      const of = call.unit === null ? { name: call.name ?? '' } : await unitOf(ctx, call.unit)
      if (!of) return 1
      await setAgencyCode(ctx, { of, code, isElsewhere: call.elsewhere, from: day })
    }
    say(`cli.agency.${call.verb}`, { code, day: formatDate(day) })
    return 0
  } catch (error) {
    return complainOfRefusal(error)
  }
}

async function list(ctx: Ctx): Promise<number> {
  const rows = await read(ctx, '*', (trx) => listAgencyCodes(trx, ctx.clock.today()))
  for (const { code, name, isElsewhere, from, until } of rows) {
    const place = translate(cliLocale(), isElsewhere ? 'cli.agency.elsewhere' : 'cli.agency.here')
    const days = [from, ...(until === null ? [] : [until])].map(formatDate).join(' – ')
    process.stdout.write(`${code}\t${name}\t${place}\t${days}\n`)
  }
  say('cli.agency.count', { n: rows.length })
  return 0
}

/** A unit by its code, of whichever home; null after it said that there is none. */
async function unitOf(ctx: Ctx, code: string): Promise<{ unitId: string } | null> {
  const unit = await read(ctx, '*', (trx) =>
    trx.selectFrom('units').select('id').where('code', '=', code).executeTakeFirst(),
  )
  if (!unit) complain('cli.user.noUnit', { code })
  return unit ? { unitId: unit.id } : null
}

function readCall(args: string[]): AgencyCall | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        unit: { type: 'string' },
        name: { type: 'string' },
        elsewhere: { type: 'boolean' },
        from: { type: 'string' },
        on: { type: 'string' },
        home: { type: 'string' },
        data: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [verb, code = null, ...more] = positionals
    const { unit = null, elsewhere = false, from = null, on = null } = values
    const name = values.name?.trim() ?? null
    if (more.length > 0 || (verb !== 'list' && verb !== 'set' && verb !== 'end')) return null
    if ((code === null) !== (verb === 'list')) return null
    const isNamed = name !== null && name !== '' && [...name].length <= 200
    if (verb === 'set' ? (unit === null) !== isNamed || on !== null : unit !== null || name !== null)
      return null
    if (verb !== 'set' && (elsewhere || from !== null)) return null
    if (verb === 'list' && on !== null) return null
    const day = from ?? on
    if (day !== null && !isDay(day)) return null
    const data = values.data === undefined ? [] : ['--data', values.data]
    return { verb, code, unit, name, elsewhere, day, home: values.home ?? null, data }
  } catch {
    return null
  }
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
