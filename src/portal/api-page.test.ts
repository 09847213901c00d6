import { beforeAll, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { makeWorld } from '../../test/support/database.ts'
import { makeApp } from '../../test/support/http.ts'
import { allRoutes } from '../modules/routes.ts'
import { declaredErrors } from '../platform/errors.ts'
import { describeApi } from './api-description.ts'

let app: FastifyInstance
beforeAll(async () => {
  app = await makeApp(await makeWorld())
})

const get = async (url: string) => app.inject({ url })

describe('the page to read the interface', () => {
  it('has every operation of the server with who may call it, and every error', async () => {
    const page = await get('/api/')
    expect(page.statusCode, page.body.slice(0, 500)).toBe(200)
    for (const route of allRoutes) {
      expect(page.body, route.operationId).toContain(`<article id="${route.operationId}">`)
    }
    for (const code of declaredErrors().keys()) expect(page.body).toContain(`id="error-${code}"`)
    expect((await get('/api/v1')).statusCode).toBe(200)
    expect(page.body).not.toMatch(/NaN|undefined|\[object/)
  })

  it('has fields with their meaning, and every shape that it names', async () => {
    const { operations, shapes } = describeApi(app.swagger(), allRoutes)
    expect(operations.every((o) => o.route !== null)).toBe(true)
    const create = operations.find((o) => o.id === 'logActivity')
    expect(create).toMatchObject({ method: 'POST', path: '/api/v1/activities', noun: 'activities' })
    const known = new Set(shapes.map((s) => s.name))
    const named = shapes.flatMap((s) => s.fields.flatMap((f) => f.shapes))
    expect(named.filter((name) => !known.has(name))).toEqual([])
    const task = shapes.find((s) => s.name.startsWith('PlanContent'))?.fields
    expect(task?.find((f) => f.name === 'tasks[].leadPersonId')).toMatchObject({
      type: 'string (uuid) | null',
    })
    expect(task?.find((f) => f.name === 'tasks[].cost')?.description).toBe('đồng')
  })

  it('is in English too, without script, and links only to anchors that are there', async () => {
    const page = await get('/api/?lang=en')
    expect(page.body).toContain('<html lang="en">')
    expect(page.body).not.toMatch(/<script|style=/i)
    const ids = new Set([...page.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const dead = [...page.body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id))
    expect(dead).toEqual([])
    const repeated = [...page.body.matchAll(/ id="([^"]+)"/g)].length - ids.size
    expect(repeated).toBe(0)
  })
})
