import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makeUnit } from '../../../test/support/make.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { write } from '../../platform/write.ts'
import { takeNumber, voidNumber } from './index.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const request = (unitId: string, dated = '2024-06-17', series = 'KH') => ({
  unitId,
  series,
  symbol: `${series}-PGDĐT`,
  dated,
  type: 'Kế hoạch',
  subject: 'Kế hoạch thử',
  what: 'plan' as const,
  subjectId: newId(),
  subjectRevision: 1,
})
const take = (ctx: Ctx, unitId: string, dated?: string, series?: string) =>
  transaction(ctx.db, { home: ctx.home, scope: [unitId] }, (trx) =>
    takeNumber(trx, ctx, request(unitId, dated, series)),
  )

describe('numbers of the register', () => {
  it('begin at 01 in each year and series, below ten with a leading 0', async () => {
    const unit = await makeUnit(world)
    const ctx = world.as({ unitId: unit.id })
    const first = await take(ctx, unit.id)
    expect(first).toMatchObject({ number: 1, numberSymbol: '01/KH-PGDĐT' })
    for (let n = 2; n <= 9; n += 1) await take(ctx, unit.id)
    expect((await take(ctx, unit.id)).numberSymbol).toBe('10/KH-PGDĐT')
    expect((await take(ctx, unit.id, '2024-06-17', 'BC')).numberSymbol).toBe('01/BC-PGDĐT')
    expect((await take(ctx, unit.id, '2025-01-02')).numberSymbol).toBe('01/KH-PGDĐT')
  })

  it('gives twenty clerks at once twenty numbers without a gap, and a failed transaction gives its number back', async () => {
    const unit = await makeUnit(world)
    const ctx = world.as({ unitId: unit.id })
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        transaction(ctx.db, { home: ctx.home, scope: [unit.id] }, async (trx) => {
          const taken = await takeNumber(trx, ctx, request(unit.id))
          if (i % 4 === 3) throw new Error('refused after the number was taken')
          return taken
        }),
      ),
    )
    const numbers = attempts.flatMap((a) => (a.status === 'fulfilled' ? [a.value.number] : []))
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
  })

  it('are voided once, with a reason, by their own unit, and never given again', async () => {
    const unit = await makeUnit(world)
    const ctx = world.as({ unitId: unit.id })
    const other = world.as({ unitId: (await makeUnit(world)).id })
    const { entryId } = await take(ctx, unit.id)
    const refuse = (by: Ctx, reason: string) =>
      write(by, by.actor.ownUnits, {
        act: (trx) => voidNumber(trx, by, entryId, reason),
        answer: async () => null,
      })
    await expect(refuse(other, 'không phải của mình')).rejects.toMatchObject({ code: 'common.not_found' })
    await expect(refuse(ctx, '  ')).rejects.toMatchObject({ code: 'dispatch.reason_missing' })
    const both = await Promise.allSettled([
      refuse(ctx, 'Lãnh đạo không duyệt'),
      refuse(ctx, 'Lãnh đạo không duyệt'),
    ])
    expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await take(ctx, unit.id)).number).toBe(2)
  })

  it('can’t be voided when an issued document bears them', async () => {
    const unit = await makeUnit(world)
    const ctx = world.as({ unitId: unit.id })
    const { entryId } = await take(ctx, unit.id)
    await makeIssuedDocument(world, unit.id, { registerEntryId: entryId })
    await expect(
      transaction(ctx.db, { home: ctx.home, scope: [unit.id] }, (trx) =>
        voidNumber(trx, ctx, entryId, 'ghi nhầm'),
      ),
    ).rejects.toMatchObject({ code: 'dispatch.number_used' })
  })
})
