import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { erasePerson } from '../modules/people/index.ts'
import { writeSynced } from '../platform/backup/synced.ts'
import type { Ctx } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { onJob } from '../platform/jobs.ts'
import { runNextJob } from '../platform/worker.ts'

/**
 * What stands beside the backups of each person who was erased: a backup taken before still holds the name, so restoring it
 * must erase again. Ids and the legal ground only. One file each, named by the person's id, so that noting twice is noting once.
 */
const NotedErasure = z.object({
  home: z.string(),
  personId: z.uuid(),
  ground: z.string(),
  evenNamesakes: z.boolean(),
  at: z.iso.datetime(),
})
type NotedErasure = z.output<typeof NotedErasure>

const folderOf = (backups: string) => join(backups, 'erasures')

/** Job `backup.note_erasure`, ordered in the transaction of the erasure. @param folder of the backups */
export function registerErasureNotes(folder: string): void {
  onJob<Pick<NotedErasure, 'personId' | 'ground' | 'evenNamesakes'>>('backup.note_erasure', {
    prepare: async (ctx, { payload }) => {
      const note: NotedErasure = { ...payload, home: ctx.home, at: ctx.clock.now().toISOString() }
      mkdirSync(folderOf(folder), { recursive: true, mode: 0o700 })
      await writeSynced(join(folderOf(folder), `${payload.personId}.json`), (file) =>
        file.writeFile(`${JSON.stringify(note)}\n`),
      )
      return undefined
    },
    step: async () => ({ done: true }),
  })
}

/**
 * Erases again, in what a backup restored, everybody who was erased since it was taken.
 * @param homes contexts of the restored homes; the handlers of jobs are loaded
 * @returns how many were erased now, and the ids of those that a person must look at (somebody bears the same name)
 */
export async function eraseAgain(
  homes: readonly Ctx[],
  folder: string,
): Promise<{ erased: number; left: string[] }> {
  const dir = folderOf(folder)
  const left: string[] = []
  let erased = 0
  for (const name of existsSync(dir) ? readdirSync(dir).filter((n) => n.endsWith('.json')) : []) {
    const note = NotedErasure.parse(JSON.parse(readFileSync(join(dir, name), 'utf8')))
    const ctx = homes.find((c) => c.home === note.home)
    if (!ctx) continue
    try {
      const { state } = await erasePerson(ctx, note.personId, {
        ground: note.ground,
        evenNamesakes: note.evenNamesakes,
      })
      if (state === 'done') continue
      const fail = (error: unknown) => {
        throw error
      }
      while (await runNextJob(ctx, fail, ['person.erase']));
      erased += 1
    } catch (error) {
      // Not there: the backup is older than the person.
      if (!(error instanceof AppError)) throw error
      if (error.code !== 'common.not_found') left.push(note.personId)
    }
  }
  return { erased, left }
}
