import { parseArgs } from 'node:util'
import { formatDate } from '../messages/format.ts'
import { translate } from '../messages/index.ts'
import {
  accountsKey,
  countAccountsDue,
  countSessionsDue,
  findRulesOfHome,
  firstPlace,
  keepOfAccounts,
  retainPiece,
  retainSessions,
  type RulesOfHome,
} from '../modules/people/index.ts'
import type { Ctx } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { countDue, type RetentionRule } from '../platform/retention.ts'
import { wide } from '../platform/wide.ts'
import { cliLocale, complain, complainOfRefusal, say } from './help.ts'
import { clockOf, homeContexts, openRuntime } from './runtime.ts'

const sessionsKey = 'system.sessions'

/** A line of what is printed: which columns, how long, how many rows. */
interface Line {
  key: string
  columns: string
  keep: number
  from: string
  then: RetentionRule['then']
  due: number
}

/**
 * `lantoa retention [--dry-run] [--home CODE]`: takes away what is kept no longer, as the nightly job does, and says by which
 * rule how much; with `--dry-run` it says how much is due. Exit status 0 done · 1 could not · 2 called wrongly.
 */
export async function retentionCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    say('retention.usage')
    return 2
  }
  const runtime = await openRuntime(call.rest, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const all = await homeContexts(runtime, await clockOf(runtime))
    const homes = all.filter((ctx) => call.home === null || ctx.home === `home_${call.home}`)
    if (homes.length === 0 && call.home !== null) {
      complain('retention.noHome', { code: call.home })
      return 1
    }
    for (const ctx of homes) await goThrough(ctx, call.isDry)
    return 0
  } catch (error) {
    return complainOfRefusal(error)
  } finally {
    await runtime.close()
  }
}

function readCall(args: string[]): { isDry: boolean; home: string | null; rest: string[] } | null {
  try {
    const { values } = parseArgs({
      args,
      options: { 'dry-run': { type: 'boolean' }, home: { type: 'string' }, data: { type: 'string' } },
    })
    return {
      isDry: values['dry-run'] === true,
      home: values.home ?? null,
      rest: values.data === undefined ? [] : ['--data', values.data],
    }
  } catch {
    return null
  }
}

/** One home: counts what is due, takes it away unless it is only looked at, and prints a line a rule. */
async function goThrough(ctx: Ctx, isDry: boolean): Promise<void> {
  const rules = await findRulesOfHome(ctx.db, ctx)
  const lines = await countAll(ctx, rules)
  const done = isDry ? null : await takeAway(ctx, rules)
  say(isDry ? 'retention.home.dry' : 'retention.home.done', {
    home: ctx.home,
    day: formatDate(ctx.clock.today()),
  })
  for (const line of lines.filter((l) => l.then !== 'archive'))
    say(done ? 'retention.line.done' : 'retention.line.dry', wordsOf(line, done?.get(line.key) ?? 0))
  say('retention.archive')
  for (const line of lines.filter((l) => l.then === 'archive'))
    say('retention.line.archive', wordsOf(line, 0))
}

function wordsOf(line: Line, done: number): Record<string, string | number> {
  const then = translate(cliLocale(), `retention.then.${line.then}`)
  return { columns: line.columns, keep: line.keep, from: line.from, due: line.due, then, done }
}

async function countAll(ctx: Ctx, rules: RulesOfHome): Promise<Line[]> {
  const lineOf = (rule: RetentionRule, schema: string, due: number): Line => ({
    key: rule.key,
    columns: namesOf(rule, schema),
    keep: rule.keep,
    from: rule.from,
    then: rule.then,
    due,
  })
  const lines = await wide(ctx, 'counts of rows by table, for whoever runs the system', async (trx) => {
    const counted: Line[] = []
    for (const rule of rules.home)
      counted.push(lineOf(rule, '', await countDue(trx, rule, ctx.home, ctx.clock.today())))
    const columns = rules.accounts.map((rule) => namesOf(rule, 'shared.')).join(', ')
    const due = await countAccountsDue(trx, ctx, rules)
    const accounts = { key: accountsKey, columns, keep: keepOfAccounts(rules), from: 'persons', due }
    return [...counted, { ...accounts, then: 'delete' } satisfies Line]
  })
  const sessions = await countSessionsDue(ctx, rules)
  return [
    ...lines,
    ...rules.sessions.map((rule) => ({ ...lineOf(rule, 'system.', sessions), key: sessionsKey })),
  ]
}

function namesOf({ table }: RetentionRule, schema: string): string {
  return table.columns.map((c) => `${schema}${table.name}.${c.name}`).join(', ')
}

/** @returns how many rows went, by rule */
async function takeAway(ctx: Ctx, rules: RulesOfHome): Promise<Map<string, number>> {
  const run = { what: 'retention', id: newId() }
  const done = new Map<string, number>()
  let place: Parameters<typeof retainPiece>[3] = firstPlace
  while (place.stage !== 'end') {
    const from = place
    const { did, next } = await wide(ctx, 'what is kept no longer; counts only come back', (trx) =>
      retainPiece(trx, ctx, rules, from, run),
    )
    if (did) done.set(did.key, (done.get(did.key) ?? 0) + did.n)
    place = next
  }
  done.set(sessionsKey, await retainSessions(ctx, rules))
  return done
}
