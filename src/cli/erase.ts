import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { formatDate } from '../messages/format.ts'
import { translate } from '../messages/index.ts'
import { erasePerson, getErasure, getPersonData, type ErasureOut } from '../modules/people/index.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, newId } from '../platform/ids.ts'
import { runNextJob } from '../platform/worker.ts'
import { cliLocale, complain, complainOfRefusal, say } from './help.ts'
import { loadJobHandlers } from './job-handlers.ts'
import { clockOf, homeContexts, openRuntime, type Runtime } from './runtime.ts'

/**
 * `lantoa person show WHO [--json]`: what is held of a person.
 * `lantoa person erase WHO --ground "…" [--yes] [--even-namesakes]`: takes the person out of tables and files, by law.
 * WHO is a person's id or a log-in name. Exit status 0 done · 1 could not · 2 called wrongly.
 */
export async function personCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    say('erasure.usage')
    return 2
  }
  const runtime = await openRuntime(call.rest, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const found = await findPerson(runtime, call.who)
    if (!found) {
      complain('erasure.unknown', { who: call.who })
      return 1
    }
    return call.action === 'show' ? await show(found, call.json) : await erase(found, call)
  } catch (error) {
    return complainOfRefusal(error)
  } finally {
    await runtime.close()
  }
}

interface Call {
  action: 'show' | 'erase'
  who: string
  ground: string
  yes: boolean
  evenNamesakes: boolean
  json: boolean
  /** settings of the installation, for openRuntime */
  rest: string[]
}

function readCall(args: string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ground: { type: 'string' },
        yes: { type: 'boolean' },
        'even-namesakes': { type: 'boolean' },
        json: { type: 'boolean' },
        data: { type: 'string' },
      },
    })
    const [action, who] = positionals
    if ((action !== 'show' && action !== 'erase') || who === undefined || positionals.length > 2) return null
    if (action === 'erase' && (values.ground ?? '').trim() === '') return null
    return {
      action,
      who,
      ground: values.ground ?? '',
      yes: values.yes === true,
      evenNamesakes: values['even-namesakes'] === true,
      json: values.json === true,
      rest: values.data === undefined ? [] : ['--data', values.data],
    }
  } catch {
    return null
  }
}

interface Found {
  ctx: Ctx
  personId: string
}

/** The home that holds a person: by id, or by the log-in name of the account. */
async function findPerson(runtime: Runtime, who: string): Promise<Found | null> {
  for (const ctx of await homeContexts(runtime, await clockOf(runtime))) {
    const { rows } = await sql<{ id: string }>`
      select p.id from ${sql.id(ctx.home)}.persons p
      where ${
        isId(who)
          ? sql`p.id = ${who}`
          : sql`exists (select 1 from shared.account_persons x join shared.accounts a on a.id = x.account_id
              where x.home = ${ctx.home} and x.person_id = p.id and a.login_key = lower(${who}))`
      }`.execute(ctx.db)
    const [row] = rows
    if (row) return { ctx: { ...ctx, locale: cliLocale() }, personId: row.id }
  }
  return null
}

async function show({ ctx, personId }: Found, json: boolean): Promise<number> {
  const data = await getPersonData(ctx, personId)
  if (json) {
    process.stdout.write(`${JSON.stringify(data, null, 1)}\n`)
    return 0
  }
  const { person, account } = data
  const none = translate(cliLocale(), 'common.none')
  say('erasure.show.person', {
    name: person.name,
    unit: person.unit,
    email: person.email ?? none,
    phone: person.phone ?? none,
    id: person.id,
  })
  if (person.erasedAt) {
    say('erasure.show.erased', { at: person.erasedAt })
    sayElsewhere((await getErasure(ctx, personId)).elsewhere)
  }
  if (account) say('erasure.show.account', { login: account.login, sessions: account.sessions.length })
  for (const m of data.memberships)
    say('erasure.show.membership', { ...m, title: m.title ?? none, until: m.until ?? '…' })
  say('erasure.show.named', { n: data.named.length, more: data.more ? '+' : '' })
  for (const { until, then, ...place } of data.named) {
    const key = until === null ? 'notBegun' : then === 'archive' ? 'archive' : 'until'
    say('erasure.show.place', {
      ...place,
      until: translate(cliLocale(), `erasure.show.${key}`, { day: until === null ? '' : formatDate(until) }),
    })
  }
  say('erasure.show.acted', { n: data.acted })
  return 0
}

async function erase({ ctx, personId }: Found, call: Call): Promise<number> {
  const { person, named, more } = await getPersonData(ctx, personId)
  if (person.erasedAt === null && !call.yes) {
    say('erasure.ask', { name: person.name, unit: person.unit, n: named.length, more: more ? '+' : '' })
    const lines = createInterface({ input: process.stdin, output: process.stdout })
    const typed = await lines.question('> ')
    lines.close()
    if (typed.trim().normalize('NFC') !== person.name) {
      complain('erasure.left')
      return 1
    }
  }
  const request = { ...ctx, request: { id: newId(), hash: personId } }
  let state: ErasureOut = await erasePerson(request, personId, {
    ground: call.ground,
    evenNamesakes: call.evenNamesakes,
  })
  loadJobHandlers()
  while (state.state === 'running') {
    // A running server may have taken the job: then there is nothing to do here but wait for it.
    if (!(await runNextJob(ctx, () => undefined))) await new Promise((resolve) => setTimeout(resolve, 500))
    state = await getErasure(ctx, personId)
  }
  if (state.state === 'failed') {
    complain('erasure.failed')
    return 1
  }
  say('erasure.done')
  for (const { what, n } of state.redacted) process.stdout.write(`  ${what}: ${n}\n`)
  if (state.notSearched > 0) say('erasure.notSearched', { n: state.notSearched })
  say('erasure.pictures')
  sayElsewhere(state.elsewhere)
  return 0
}

function sayElsewhere(elsewhere: ErasureOut['elsewhere']): void {
  for (const { home, state, rows, files, left } of elsewhere) {
    say(`erasure.elsewhere.${state}`, { home, rows, files })
    for (const { what, n } of left) say('erasure.elsewhere.left', { what, n })
  }
}
