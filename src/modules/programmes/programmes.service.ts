import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { ownScope, read } from '../../platform/write.ts'
import type {} from '../units/index.ts'
import type { Terms } from './programmes.schema.ts'
import type {} from './programmes.tables.ts'

const Facts = z.object({
  milestones: z.array(z.object({ year: z.int(), vi: z.string(), en: z.string() })).default([]),
})
const UnitOf = z.object({ unit: z.object({ vi: z.string(), en: z.string() }) })

/** Programmes and the words that plans choose from (forms, audiences, funds, indicators), in the person's language. */
export async function readTerms(ctx: Ctx): Promise<z.input<typeof Terms>> {
  const isVi = ctx.locale === 'vi'
  return read(ctx, ownScope(ctx), async (trx) => {
    const programmes = await trx
      .selectFrom('programmes')
      .selectAll()
      .orderBy('year_from')
      .orderBy('code')
      .execute()
    const words = await trx
      .selectFrom('vocabularies')
      .selectAll()
      .where('list', 'in', ['forms', 'audiences', 'funds', 'indicators'])
      .orderBy('ord')
      .execute()
    const list = (name: string) =>
      words
        .filter((w) => w.list === name)
        .map((w) => {
          const counted = UnitOf.safeParse(w.facts)
          return {
            code: w.code,
            name: isVi ? w.name_vi : w.name_en,
            unit: counted.success ? counted.data.unit[isVi ? 'vi' : 'en'] : null,
          }
        })
    return {
      programmes: programmes.map((p) => ({
        id: p.id,
        code: p.code,
        name: isVi ? p.name_vi : p.name_en,
        issuer: p.issuer,
        yearFrom: p.year_from,
        yearUntil: p.year_until,
        source: p.source,
        milestones: Facts.parse(p.facts).milestones.map((m) => ({ year: m.year, words: isVi ? m.vi : m.en })),
      })),
      forms: list('forms'),
      audiences: list('audiences'),
      funds: list('funds'),
      indicators: list('indicators'),
    }
  })
}
