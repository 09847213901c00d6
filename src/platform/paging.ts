import { z } from 'zod'
import { AppError } from './errors.ts'

/** Rows of one page at most. */
export const pageSize = 100

/** Query part of every list: where the last page ended, as the server gave it. */
export const Paging = z.object({
  cursor: z.string().max(400).optional().describe('`nextCursor` of the page before'),
})

/** Where a page ended: the sort values of its last row, opaque to the client. */
export function cursorOf(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * The sort values of a cursor.
 * @param schema their shape: a client can send anything
 * @throws common.invalid
 */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined || cursor === '') return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (error) {
    throw new AppError('common.invalid', {}, { cause: error })
  }
}

/**
 * Cuts a page out of rows of which one more than the page was asked for.
 * @param valuesOf the sort values of a row
 */
export function pageOf<T>(
  rows: readonly T[],
  size: number,
  valuesOf: (row: T) => readonly (string | number)[],
): { rows: T[]; nextCursor: string | null } {
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > size && last ? cursorOf(valuesOf(last)) : null }
}
