import { beforeAll, describe, expect, it } from 'vitest'
import { allRoutes } from '../../src/modules/routes.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

interface Spec {
  openapi: string
  paths: Record<string, Record<string, { operationId?: string; summary?: string; tags?: string[] }>>
}

describe('the interface', () => {
  it('describes itself as OpenAPI 3.1, every operation with a name, a summary and its stability', async () => {
    const app = await makeApp(world)
    const spec = (await app.inject({ url: '/api/v1/openapi.json' })).json<Spec>()
    expect(spec.openapi).toBe('3.1.0')
    const operations = Object.values(spec.paths).flatMap((path) => Object.values(path))
    expect(operations).toHaveLength(allRoutes.length)
    for (const operation of operations) {
      expect(operation.operationId, JSON.stringify(operation)).toMatch(/^[a-z][A-Za-z]+$/)
      expect(operation.summary?.length ?? 0, operation.operationId).toBeGreaterThan(8)
      expect(operation.tags?.[0], operation.operationId).toMatch(/^(stable|screen)$/)
    }
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length)
  })

  it('asks everybody without a session to sign in, wherever a route is not for anyone', async () => {
    const app = await makeApp(world)
    for (const route of allRoutes.filter((r) => r.access.who !== 'anyone')) {
      const url = `/api/v1${route.path.replace(/:[A-Za-z]+/g, '01900000-0000-7000-8000-000000000000')}`
      const answer = await app.inject({
        method: route.method,
        url,
        headers: { 'sec-fetch-site': 'same-origin' },
      })
      expect(answer.statusCode, `${route.method} ${route.path}`).toBe(401)
    }
  })
})
