import { fileWords } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent, renewRequestKey, type EventSubject } from '../../platform/events.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob, onJob, type Job, type JobStep } from '../../platform/jobs.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { redactRows } from '../../platform/redaction.ts'
import { wide } from '../../platform/wide.ts'
import {
  clearPersonRow,
  endOrphanSessions,
  findPersonRow,
  findSearchableFiles,
  findUnheld,
  maskOf,
  redactFiles,
  redactPapers,
  type PersonRow,
} from './erasure.store.ts'

export const eraseJob = 'person.erase'

/** The kind of job that tells other homes, which hold copies; carried out by the module of homes, which stands above. */
export const carryRedactionJob = 'homes.carry_redaction'

export interface CarryRedaction {
  /** what the words went for: it stands first in each event that says which */
  subject: EventSubject
  ground: string
  /** the home that told of it, which knows */
  except: string | null
}

const rowsAtOnce = 50
const filesAtOnce = 10
/** A table is gone through again while a pass still finds something: rows can be written beside the first. */
const mostPasses = 5

export interface EraseJob {
  personId: string
  ground: string
  pass: number
  stage: 'tables' | 'files' | 'papers' | 'end'
  /** name of the table to go on with, in the order of names */
  table: string
  after: string[] | null
  /** last file looked at */
  file: string
  /** whether this pass changed a row */
  changed: boolean
  /** files whose bytes go now that the transaction which says so is committed */
  remove: string[]
}

export function firstStep(personId: string, ground: string): EraseJob {
  return {
    personId,
    ground,
    pass: 1,
    stage: 'tables',
    table: '',
    after: null,
    file: '',
    changed: false,
    remove: [],
  }
}

interface Looked {
  /** files in which the person stands */
  holding: string[]
  /** files that have no words to search */
  closed: string[]
  last: string | null
}

/**
 * `person.erase`: takes the person out of every table that declares personal columns, out of kept files, and at last out
 * of the person's own row, in bounded pieces. The name stays in that row until the end, because the search needs it: a
 * killed worker goes on where it was.
 */
export function registerEraseJob(): void {
  onJob<EraseJob, Looked | null>(eraseJob, {
    prepare: async (ctx, job) => {
      if (job.payload.stage === 'tables' && job.payload.table === '') await endOrphanSessions(ctx)
      // The bytes go only after the transaction that marked the files; removing them twice is harmless.
      for (const hash of await findUnheld(ctx, job.payload.remove)) await ctx.files.remove(hash)
      return job.payload.stage === 'files' ? lookIntoFiles(ctx, job.payload) : null
    },
    step: async (trx, ctx, job, looked) => {
      const person = await findPersonRow(trx, job.payload.personId, true)
      if (!person) return { done: true }
      const { payload } = job
      if (payload.stage === 'tables') return sweep(trx, ctx, job, person)
      if (payload.stage === 'files') return fileStep(trx, ctx, job, looked)
      if (payload.stage === 'papers') {
        const { hashes, documentIds } = await redactPapers(trx, ctx.clock.now(), rowsAtOnce)
        await recordFiles(trx, ctx, payload, hashes, [])
        // The library's job makes them anew, from the words as they stand now.
        for (const documentId of documentIds) await addJob(trx, ctx, 'document.render', { documentId })
        return next(job, { stage: documentIds.length < rowsAtOnce ? 'end' : 'papers', remove: hashes })
      }
      // Under an id of the person's own: once, also where the erasure is begun again.
      const carry: CarryRedaction = {
        subject: { what: 'person', id: person.id },
        ground: payload.ground,
        except: null,
      }
      await addJob(trx, ctx, carryRedactionJob, carry, {
        id: idFromWords(`${carryRedactionJob} ${person.id}`),
      })
      await clearPersonRow(trx, person.id)
      // Requests that carried the name left a hash in their events.
      await renewRequestKey(trx)
      await recordEvent(trx, ctx, 'person.erased', [{ what: 'person', id: person.id }])
      return { done: true }
    },
  })
}

/** Goes through tables until one gives rows to change; so many of them are one step. */
async function sweep(trx: Trx, ctx: Ctx, job: Job<EraseJob>, person: PersonRow): Promise<JobStep> {
  const { payload } = job
  const mask = maskOf(person)
  const reason = { ground: payload.ground, subject: { what: 'person', id: person.id } }
  // The person's own row comes last; other people's rows hold other people, of the same name too.
  const tables = (await findPersonalTables(trx, ctx.home)).filter((t) => t.name !== 'persons')
  for (const table of tables.filter((t) => t.name >= payload.table)) {
    const from = table.name === payload.table ? payload.after : null
    const which = { hints: mask.hints, after: from, most: rowsAtOnce }
    const { changed, after } = await redactRows(trx, ctx, table, which, (words) => mask.apply(words), reason)
    if (changed.length === 0 && after === null) continue
    // "~" stands behind every letter of a table's name: the next step begins with the next table.
    const place = after ? { table: table.name, after } : { table: `${table.name}~`, after: null }
    return next(job, { ...place, changed: payload.changed || changed.length > 0 })
  }
  if (payload.changed && payload.pass < mostPasses)
    return next(job, { pass: payload.pass + 1, table: '', after: null, changed: false })
  return next(job, { stage: 'files' })
}

async function lookIntoFiles(ctx: Ctx, payload: EraseJob): Promise<Looked> {
  const { hashes, mask } = await wide(
    ctx,
    'the files of the home, to search them for the person to erase; hashes only come back',
    async (trx) => {
      const person = await findPersonRow(trx, payload.personId, false)
      return {
        hashes: await findSearchableFiles(trx, payload.file, filesAtOnce),
        mask: person ? maskOf(person) : null,
      }
    },
  )
  const looked: Looked = {
    holding: [],
    closed: [],
    last: hashes.length < filesAtOnce ? null : (hashes.at(-1) ?? null),
  }
  for (const hash of hashes) {
    const words = (await ctx.files.has(hash)) ? await fileWords(await ctx.files.get(hash)) : []
    if (words === null) looked.closed.push(hash)
    else if (mask && words.some((text) => mask.count(text) > 0)) looked.holding.push(hash)
  }
  return looked
}

async function fileStep(trx: Trx, ctx: Ctx, job: Job<EraseJob>, looked: Looked | null): Promise<JobStep> {
  if (!looked) return next(job, {})
  await redactFiles(trx, ctx.clock.now(), looked.holding)
  await recordFiles(trx, ctx, job.payload, looked.holding, looked.closed)
  return next(job, {
    remove: looked.holding,
    ...(looked.last === null ? { stage: 'papers' } : { file: looked.last }),
  })
}

/** Files are known by their hash, which is no name; what could not be searched is kept for the summary. */
async function recordFiles(
  trx: Trx,
  ctx: Ctx,
  payload: EraseJob,
  redacted: readonly string[],
  closed: readonly string[],
): Promise<void> {
  if (redacted.length + closed.length === 0) return
  await recordEvent(trx, ctx, 'words.redact', [
    { what: 'person', id: payload.personId },
    ...redacted.map((id) => ({ what: 'file', id })),
    ...closed.map((id) => ({ what: 'file_not_searched', id })),
  ])
}

function next(job: Job<EraseJob>, change: Partial<EraseJob>): JobStep {
  return { done: false, payload: { ...job.payload, remove: [], ...change }, progress: job.done + 1 }
}
