import { randomBytes } from 'node:crypto'
import type { Db, Trx } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import type { Via } from '../provider/logout.ts'
import { tokenHash } from '../sessions.ts'
import type { StepKind } from './factor.tables.ts'

declareErrors({ 'people.step_over': 409 })

/** How long a step waits: long enough to find the telephone and to set up an application. */
const minutes: Record<StepKind, number> = {
  second: 10,
  setup: 30,
  passkey: 5,
  register: 5,
  provider: 15,
  link: 15,
  invited: 15,
  accept: 30,
}

export interface Step {
  kind: StepKind
  accountId: string | null
  home: string | null
  facts: unknown
}

/**
 * Begins a step.
 * @param token of the caller's own making, such as a challenge; else a new one
 * @returns the token, of which only the hash is kept
 */
export async function beginStep(
  db: Db,
  now: Date,
  step: { kind: StepKind; accountId?: string | null; home?: string | null; facts?: object },
  token = randomBytes(32).toString('base64url'),
): Promise<string> {
  await db
    .insertInto('system.sign_in_steps')
    .values({
      id: tokenHash(token),
      kind: step.kind,
      account_id: step.accountId ?? null,
      home: step.home ?? null,
      facts: JSON.stringify(step.facts ?? {}),
      expires_at: new Date(now.getTime() + minutes[step.kind] * 60_000),
    })
    .execute()
  return token
}

/** A step that still waits, of somebody who is known. @throws people.step_over */
export async function findStep(
  db: Db,
  token: string,
  kinds: readonly StepKind[],
  now: Date,
): Promise<Step & { accountId: string; home: string }> {
  const step = await findStepOf(db, token, kinds, now)
  const { accountId, home } = step ?? {}
  if (!step || !accountId || !home) throw new AppError('people.step_over')
  return { ...step, accountId, home }
}

/** A step that still waits, or null. */
export async function findStepOf(
  db: Db,
  token: string,
  kinds: readonly StepKind[],
  now: Date,
): Promise<Step | null> {
  const row = await db
    .selectFrom('system.sign_in_steps')
    .select(['kind', 'account_id', 'home', 'facts'])
    .where('id', '=', tokenHash(token))
    .where('kind', 'in', kinds)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ? { kind: row.kind, accountId: row.account_id, home: row.home, facts: row.facts } : null
}

/** Of a step that `enter` began: the sign-in at a provider that it comes from. */
export function viaOfStep(step: Step): Via | null {
  return (step.facts as { via?: Via | null }).via ?? null
}

/** Takes a step: it is answered once. @returns null for one that is over, was answered, or is of another kind */
export async function takeStep(db: Db | Trx, token: string, kind: StepKind, now: Date): Promise<Step | null> {
  const row = await db
    .deleteFrom('system.sign_in_steps')
    .where('id', '=', tokenHash(token))
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning(['kind', 'account_id', 'home', 'facts'])
    .executeTakeFirst()
  return row ? { kind: row.kind, accountId: row.account_id, home: row.home, facts: row.facts } : null
}
