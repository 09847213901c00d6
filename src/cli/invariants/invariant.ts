import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { wide } from '../../platform/wide.ts'

/** What is wrong, as values for the sentence `doctor.<code>`: ids, codes, numbers and symbols, never a person's name. */
export type Finding = Record<string, string | number>

/** Something that is always true of the data of a home. */
export interface Invariant {
  /** the sentence of a breach is the message `doctor.<code>` */
  code: string
  /**
   * @param tick told now and then how much of it was looked at, where that takes long
   * @returns breaches, at most `most`; none when it holds
   */
  find: (ctx: Ctx, most: number, tick?: (n: number) => void) => Promise<Finding[]>
}

/**
 * An invariant as one query whose rows are the breaches.
 * @param query gives columns named as the sentence's values
 */
export function byQuery(code: string, query: (ctx: Ctx) => RawBuilder<unknown>): Invariant {
  return {
    code,
    find: (ctx, most) =>
      wide(ctx, 'the rows of the home that breach an invariant, for its administrator', async (trx) => {
        const { rows } =
          await sql<Finding>`select * from (${query(ctx)}) breaches limit ${sql.lit(most)}`.execute(trx)
        return rows
      }),
  }
}
