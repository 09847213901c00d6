import { createHash, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { translator, type Locale } from '../messages/index.ts'
import {
  fieldRefusal,
  hashPassword,
  insertAccount,
  refusalOfLogin,
  refusalOfPassword,
} from '../modules/people/index.ts'
import { codeOf, insertUnits } from '../modules/units/index.ts'
import type { Ctx } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'
import { AppError, declareErrors, sentenceOf } from '../platform/errors.ts'
import { recordEvent } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { makeFirstHome } from '../platform/migrate.ts'
import { continueAs } from '../platform/tx.ts'
import type { Wrongs } from './form.tsx'

declareErrors({ 'portal.first_run_over': 409 })

export const firstRunFields = [
  'installation',
  'name',
  'kind',
  'abbreviation',
  'place',
  'code',
  'person',
  'login',
  'password',
  'again',
] as const
export type FirstRunForm = Record<(typeof firstRunFields)[number], string>

const text = (most: number) => z.string().trim().min(1).max(most)
const FirstRun = z.object({
  name: text(200),
  kind: text(60),
  abbreviation: text(30),
  place: text(80),
  code: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  person: text(80),
})

/** The code of an agency that gave none, made of its name. */
export function codeOrName(form: Pick<FirstRunForm, 'code' | 'name'>): string {
  return form.code.trim().toLowerCase() || codeOf(shortOf(form.name))
}

/** Everything that is wrong with the form at once, by field. */
export function wrongsOfFirstRun(locale: Locale, form: FirstRunForm): Wrongs {
  const t = translator(locale)
  const wrongs: Wrongs = {}
  const parsed = FirstRun.safeParse({ ...form, code: codeOrName(form) })
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0])
    // A code that was left out is made of the name: without a name that is all there is to say.
    if (field === 'code' && form.code.trim() === '' && form.name.trim() === '') continue
    const empty = form[field as keyof FirstRunForm].trim() === ''
    wrongs[field] = t(
      field === 'code'
        ? 'portal.firstRun.code.wrong'
        : empty
          ? 'portal.firstRun.missing'
          : 'portal.firstRun.tooLong',
      { field: t(`portal.firstRun.${field}`) },
    )
  }
  const login = refusalOfLogin(form.login)
  if (login) wrongs['login'] = sentenceOf(locale, login)
  const password = refusalOfPassword(form.password, form.login)
  if (password) wrongs['password'] = sentenceOf(locale, password)
  else if (form.password !== form.again) wrongs['again'] = t('portal.invitation.differs')
  return wrongs
}

/**
 * Whether what was typed is the installation code; capitals, spaces and hyphens don't matter.
 * @param code null: there is none, so nothing is right
 */
export function isInstallationCode(typed: string, code: string | null): boolean {
  const plain = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  // Hashes have one length, so that the comparison takes one time.
  const hash = (text: string) => createHash('sha256').update(plain(text)).digest()
  return code !== null && timingSafeEqual(hash(typed), hash(code))
}

/** Whether anybody has made this installation's home. */
export async function hasHome(db: Db): Promise<boolean> {
  return (await db.selectFrom('system.homes').select('code').limit(1).executeTakeFirst()) !== undefined
}

/**
 * Makes the home, the first agency and its administrator, all or nothing. The form has been looked at by
 * `wrongsOfFirstRun`.
 * @returns the account and home to begin a session in
 * @throws portal.first_run_over when there is a home already: of two at once, the second
 */
export async function makeFirstAgency(
  pool: pg.Pool,
  ctx: Ctx,
  form: FirstRunForm,
): Promise<{ id: string; home: string }> {
  const { clock, locale } = ctx
  const agency = FirstRun.parse({ ...form, code: codeOrName(form) })
  const passwordHash = await hashPassword(form.password)
  const now = clock.now()
  const [unitId, personId, accountId] = [newId(), newId(), newId()]
  // Short, because links and receipts begin with it: pgddt.
  const homeCode = codeOf(agency.abbreviation).replaceAll('-', '_').slice(0, 40) || 'home'
  const home = await makeFirstHome(pool, homeCode, agency.name, now, async (client, schema) => {
    await continueAs(client, schema, async (trx) => {
      const kind = await trx
        .selectFrom('unit_kinds')
        .select('code')
        .where('code', '=', agency.kind)
        .executeTakeFirst()
      if (!kind) throw fieldRefusal(locale, 'units.no_kind', 'kind')
      const unit = { ...agency, shortName: shortOf(agency.name), parentLine: null }
      await insertUnits(trx, [{ ...unit, id: unitId, home: schema, from: clock.today() }], now)
      await trx
        .insertInto('persons')
        .values({
          id: personId,
          unit_id: unitId,
          name: agency.person,
          email: null,
          phone: null,
          erased_at: null,
          created_at: now,
        })
        .execute()
      await trx
        .insertInto('memberships')
        .values({
          id: newId(),
          person_id: personId,
          unit_id: unitId,
          desk_id: null,
          role: 'admin',
          title: null,
          is_head: false,
          valid_from: clock.today(),
          valid_until: null,
        })
        .execute()
      const login = form.login.trim()
      await insertAccount(trx, locale, { id: accountId, login, passwordHash, home: schema, personId, now })
      const actor = { ...ctx.actor, accountId, personId, unitId }
      await recordEvent(trx, { ...ctx, home: schema, actor }, 'unit.begin', [
        { what: 'unit', id: unitId },
        { what: 'person', id: personId },
        { what: 'account', id: accountId },
      ])
    })
  })
  if (home === null) throw new AppError('portal.first_run_over')
  return { id: accountId, home }
}

/** A short name to begin with, which the agency can change: the usual abbreviations of long words. */
function shortOf(name: string): string {
  const short = name
    .replace(/Giáo dục và Đào tạo/i, 'GD&ĐT')
    .replace(/Ủy ban nhân dân|Uỷ ban nhân dân/i, 'UBND')
  return [...short].slice(0, 80).join('').trim()
}
