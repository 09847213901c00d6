import { sql } from 'kysely'
import type { z } from 'zod'
import {
  exampleForm,
  placeholderNames,
  required,
  type FormCheck,
  type FormProblem,
} from '../../document/forms/index.ts'
import { DocumentError } from '../../document/index.ts'
import { officialTypes, type OfficialDocument } from '../../document/write/index.ts'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { requireExportable, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import {
  checkFormBytes,
  docxMime,
  fillFormBytes,
  findDocument,
  paperName,
  type DocumentReading,
} from '../library/index.ts'
import type { AddedForm, AddOwnForm, ExampleQuery, OwnForm, OwnFormFilter, OwnForms } from './forms.schema.ts'
import { findFormFor, listForms, type FormRow } from './forms.store.ts'

declareErrors({
  'forms.not_docx': 422,
  'forms.damaged': 422,
  'forms.encrypted': 422,
  'forms.too_large': 413,
  'forms.version_taken': 409,
  'forms.withdrawn': 409,
  'forms.no_form': 409,
  'forms.not_own': 403,
  'forms.cannot_fill': 422,
})

type View = z.input<typeof OwnForm>

/** The clerk answers for the form of documents (Decree 30/2020/NĐ-CP, Article 6(3)); an administrator may too. */
const keepers = ['clerk', 'admin'] as const
const mayKeep = ({ actor }: Ctx) => keepers.some((role) => actor.roles.includes(role))

/** The unit's own forms with all their versions, and what can be put in one. */
export async function readForms(
  ctx: Ctx,
  filter: z.output<typeof OwnFormFilter>,
): Promise<z.input<typeof OwnForms>> {
  const t = translator(ctx.locale)
  return read(ctx, ownScope(ctx), async (trx) => ({
    rows: await viewsOf(trx, ctx, filter),
    types: officialTypes.map(({ name }) => name),
    fields: placeholderNames.map((name) => ({
      name,
      words: t(`forms.field.${name}`),
      isRequired: required.some((names) => names[0] === name),
    })),
    may: mayKeep(ctx) && ctx.actor.unitId !== null ? ['form.add'] : [],
  }))
}

async function viewsOf(trx: Trx, ctx: Ctx, filter: Parameters<typeof listForms>[2]): Promise<View[]> {
  const rows = await listForms(trx, ctx.actor.ownUnits, filter)
  const used = new Map<string, string | null>()
  for (const { unitId, type } of rows)
    if (!used.has(`${unitId} ${type}`))
      used.set(`${unitId} ${type}`, (await findFormFor(trx, unitId, type, ctx.clock.today()))?.id ?? null)
  return rows.map((row) => present(ctx, row, used.get(`${row.unitId} ${row.type}`) === row.id))
}

function present(ctx: Ctx, row: FormRow, isUsed: boolean): View {
  const { unitId, withdrawnAt, ...facts } = row
  const open = withdrawnAt === null && unitId === ctx.actor.unitId
  return {
    ...facts,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    isUsed,
    may: open && mayKeep(ctx) ? ['form.withdraw'] : [],
  }
}

/** The same as an Excel file. @throws common.export_too_many */
export async function exportForms(ctx: Ctx, filter: z.output<typeof OwnFormFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const rows = await read(ctx, ownScope(ctx), (trx) => viewsOf(trx, ctx, filter))
  requireExportable(rows.length)
  const title = t('forms.title')
  const body = await writeWorkbook({
    name: title,
    title,
    note: formatDate(ctx.clock.today()),
    columns: [
      { header: t('forms.column.type'), width: 24 },
      { header: t('forms.column.version'), width: 10 },
      { header: t('forms.column.file'), width: 40 },
      { header: t('forms.column.since'), width: 14 },
      { header: t('forms.column.by'), width: 26 },
      { header: t('forms.column.state'), width: 20 },
    ],
    rows: rows.map((row) => [
      row.type,
      row.version,
      row.fileName,
      { day: row.since },
      row.addedBy,
      t(`forms.state.${stateOf(row)}`),
    ]),
  })
  return { body, mime: xlsxMime, name: `${title} ${ctx.clock.today()}.xlsx` }
}

function stateOf(form: Pick<View, 'withdrawnAt' | 'isUsed'>): 'withdrawn' | 'used' | 'earlier' {
  return form.withdrawnAt !== null ? 'withdrawn' : form.isUsed ? 'used' : 'earlier'
}

/**
 * Takes a form in as the next version of its type, if nothing is wrong with it; else says what is, and keeps nothing.
 * @throws forms.not_docx, forms.damaged, forms.encrypted, forms.too_large, common.request_reused for an id that is used
 */
export async function addForm(
  ctx: Ctx,
  { id, type, name }: z.output<typeof AddOwnForm>,
  bytes: Buffer,
): Promise<z.input<typeof AddedForm>> {
  const { unitId } = ctx.actor
  if (!mayKeep(ctx) || unitId === null) throw onlyFor(keepers)
  const check = await checked(bytes)
  if (check.problems.length > 0) return { form: null, problems: check.problems.map((p) => said(ctx, p)) }
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      await insertNext(trx, ctx, { id, unitId, type, name, bytes, names: check.names })
      await recordEvent(trx, ctx, 'form.add', [{ what: 'own_form', id }])
    },
    answer: async (trx) => ({ form: await viewOf(trx, ctx, id), problems: [] }),
  })
}

async function checked(bytes: Buffer): Promise<FormCheck> {
  try {
    return await checkFormBytes(bytes)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const [, code = ''] = error.code.split('.')
    throw new AppError(
      ['encrypted', 'too_large', 'not_docx'].includes(code) ? `forms.${code}` : 'forms.damaged',
      {},
      { cause: error },
    )
  }
}

function said(ctx: Ctx, { code, name, suggestion }: FormProblem) {
  const t = translator(ctx.locale)
  const like = suggestion === null ? 'none' : `{{${suggestion}}}`
  return {
    code,
    name,
    suggestion,
    sentence: t(`forms.problem.${code}`, { name: `{{${name}}}`, bare: name, like }),
  }
}

/** Versions run on within a type; two at once meet at the key, and the second takes the next. */
async function insertNext(
  trx: Trx,
  ctx: Ctx,
  form: { id: string; unitId: string; type: string; name: string; bytes: Buffer; names: string[] },
): Promise<void> {
  const { id, unitId, type, name, bytes, names } = form
  for (let tries = 0; tries < 5; tries += 1) {
    const { rows } = await sql`
      insert into own_forms (id, unit_id, type, version, file_name, bytes, names, since, added_at, added_by)
      select ${id}, ${unitId}, ${type}, coalesce(max(version), 0) + 1, ${name}, ${bytes}, ${names}::text[], ${ctx.clock.today()},
        ${ctx.clock.now()}, ${ctx.actor.personId}
      from own_forms where unit_id = ${unitId} and type = ${type}
      on conflict (unit_id, type, version) do nothing returning id`
      .execute(trx)
      .catch((error: unknown) => {
        if (violates(error, 'own_forms_pkey')) throw new AppError('common.request_reused')
        throw error
      })
    if (rows.length > 0) return
  }
  throw new AppError('forms.version_taken')
}

async function viewOf(trx: Trx, ctx: Ctx, id: string): Promise<View> {
  const [form] = await viewsOf(trx, ctx, { id })
  if (!form) throw new AppError('common.not_found')
  return form
}

/** Takes a version out of use; its file stays. @throws forms.withdrawn */
export async function withdrawForm(ctx: Ctx, id: string): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await trx
        .selectFrom('own_forms')
        .select(['withdrawn_at'])
        .where('id', '=', id)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw new AppError('common.not_found')
      if (!mayKeep(ctx)) throw onlyFor(keepers)
      if (row.withdrawn_at) throw new AppError('forms.withdrawn')
      await trx
        .updateTable('own_forms')
        .set({ withdrawn_at: ctx.clock.now(), withdrawn_by: ctx.actor.personId })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'form.withdraw', [{ what: 'own_form', id }])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/** The form itself, as it was handed in. @throws common.not_found */
export async function readForm(ctx: Ctx, id: string): Promise<FileAnswer> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const row = await trx
      .selectFrom('own_forms')
      .select(['bytes', 'file_name'])
      .where('id', '=', id)
      .where('unit_id', 'in', [...ctx.actor.ownUnits])
      .executeTakeFirst()
    if (!row) throw new AppError('common.not_found')
    return { body: row.bytes, mime: docxMime, name: row.file_name }
  })
}

/** A form to begin with: the decree's own with every placeholder in its place. */
export async function readExample(ctx: Ctx, { type }: z.output<typeof ExampleQuery>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  return {
    body: Buffer.from(await exampleForm(type)),
    mime: docxMime,
    name: `${t('forms.example.file', { type })}.docx`,
  }
}

/** A document that is written or was issued, with the type and day that choose its form. */
export interface FormSubject {
  unitId: string
  type: string
  /** of the document; today for one that has none */
  day: string
  source: OfficialDocument
  facts: { type: string; numberSymbol: string | null; subject: string }
}

/**
 * A document as .docx in the unit's own form for its type.
 * @throws forms.no_form, forms.cannot_fill
 */
export async function fillOwnForm(ctx: Ctx, find: (trx: Trx) => Promise<FormSubject>): Promise<FileAnswer> {
  const { subject, form } = await read(ctx, '*', async (trx) => {
    const subject = await find(trx)
    const form = await findFormFor(trx, subject.unitId, subject.type, subject.day)
    return { subject, form }
  })
  if (!form) throw new AppError('forms.no_form')
  try {
    const body = await fillFormBytes(form.bytes, subject.source)
    return { body, mime: docxMime, name: paperName(subject.facts, 'docx') }
  } catch (error) {
    if (error instanceof DocumentError) throw new AppError('forms.cannot_fill', {}, { cause: error })
    throw error
  }
}

/**
 * An issued document of the unit in its own form, with what was covered by law still covered.
 * @throws common.not_found, forms.not_own for one that the unit did not issue, forms.no_form
 */
export async function readDocumentInForm(ctx: Ctx, id: string): Promise<FileAnswer> {
  return fillOwnForm(ctx, async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    const row = await trx.selectFrom('documents').select('reading').where('id', '=', id).executeTakeFirst()
    // `reading` is written by insertDocument only.
    const source = (row?.reading as DocumentReading | undefined)?.source
    if (facts.origin !== 'issued' || !source || !ctx.actor.ownUnits.includes(facts.unitId))
      throw new AppError('forms.not_own')
    const { unitId, type, issuedOn } = facts
    return { unitId, type, day: issuedOn ?? ctx.clock.today(), source, facts }
  })
}
