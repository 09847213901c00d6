import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Trx } from '../../platform/db.ts'
import {
  checkOwnKeeps,
  countDue,
  findRules,
  isDue,
  lastDay,
  type RetentionRule,
} from '../../platform/retention.ts'

/** What is kept for how long in a home, and beside it for the people of that home. */
export interface RulesOfHome {
  /** of the home's own tables */
  home: RetentionRule[]
  /** of accounts in `shared`: their months are those of the person */
  accounts: RetentionRule[]
  /** of sessions in `system` */
  sessions: RetentionRule[]
  /** SQL over `persons` as `t`: the day on which the months of a person begin */
  personStart: RawBuilder<string | null>
}

/**
 * Every rule that concerns a home.
 * @throws retention.no_start · retention.unknown_column
 */
export async function findRulesOfHome(db: Db, ctx: Pick<Ctx, 'home'>): Promise<RulesOfHome> {
  const home = await findRules(db, ctx.home)
  const accounts = await findRules(db, 'shared')
  const sessions = await findRules(db, 'system')
  checkOwnKeeps([...home, ...accounts, ...sessions])
  const personStart = home.find((r) => r.table.name === 'persons')?.start
  if (!personStart) throw new Error('no months begin for persons')
  return { home, accounts, sessions, personStart }
}

/** An account ends when none of what it holds is to be kept any longer. */
export function keepOfAccounts({ accounts }: RulesOfHome): number {
  return Math.max(...accounts.map((r) => r.keep))
}

/** SQL: people of the home who still have an account although its months are over. */
function accountsDue(ctx: Ctx, rules: RulesOfHome): RawBuilder<unknown> {
  return sql`from ${sql.id(ctx.home, 'persons')} t join shared.account_persons x on x.home = ${ctx.home} and x.person_id = t.id
    where ${lastDay(rules.personStart, keepOfAccounts(rules))} < ${ctx.clock.today()}::date`
}

export async function countAccountsDue(trx: Trx, ctx: Ctx, rules: RulesOfHome): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n ${accountsDue(ctx, rules)}`.execute(trx)
  return rows[0]?.n ?? 0
}

/** Locks some of them, the ids in order. */
export async function findAccountsDue(
  trx: Trx,
  ctx: Ctx,
  rules: RulesOfHome,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id ${accountsDue(ctx, rules)} order by t.id limit ${sql.lit(most)} for update of t`.execute(trx)
  return rows.map((r) => r.id)
}

const ofHome = (ctx: Ctx) => sql<boolean>`t.home = ${ctx.home}`

/** Sessions of the home that are due: in `system`, which no transaction of a use case reads or writes. */
export async function countSessionsDue(ctx: Ctx, { sessions }: RulesOfHome): Promise<number> {
  const today = ctx.clock.today()
  let n = 0
  for (const rule of sessions) n += await countDue(ctx.db, rule, 'system', today, ofHome(ctx))
  return n
}

/** @returns how many sessions were taken away */
export async function deleteSessionsDue(ctx: Ctx, { sessions }: RulesOfHome): Promise<number> {
  let n = 0
  for (const rule of sessions) {
    const { rows } = await sql`
      delete from system.sessions t where ${isDue(rule, ctx.clock.today())} and ${ofHome(ctx)} returning 1`.execute(
      ctx.db,
    )
    n += rows.length
  }
  return n
}
