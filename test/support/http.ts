import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildApp, sessionCookie, type AppDeps } from '../../src/app.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { clockAt, type Clock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeLog } from '../../src/platform/log.ts'
import { secretsOf } from '../../src/platform/secrets.ts'
import { testNow, type World } from './database.ts'
import type { MadePerson } from './make.ts'

/** The whole server on a test database, driven without a port. @param at its time: standing still, or a clock that the test turns */
export async function makeApp(
  world: World,
  at: string | Date | Clock = testNow,
  more: Partial<AppDeps> = {},
): Promise<FastifyInstance> {
  const app = await buildApp({
    config: { publicUrl: null, empty: false },
    db: world.database.db,
    files: world.files,
    clock: typeof at === 'string' || at instanceof Date ? clockAt(at) : at,
    log: makeLog('silent'),
    ...more,
    secrets: secretsOf(Buffer.alloc(32, 7)),
  })
  await app.ready()
  return app
}

/** A browser in which a person is signed in. */
export interface Browser {
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object | Buffer,
    options?: { requestId?: string },
  ): Promise<LightMyRequestResponse>
}

export async function signedIn(
  world: World,
  app: FastifyInstance,
  person: MadePerson,
  at: string | Date = testNow,
): Promise<Browser> {
  const token = await beginSession(
    world.database.db,
    { id: person.accountId, home: person.home },
    'test',
    new Date(at),
  )
  return browserWith(app, { [sessionCookie]: token })
}

/** A browser without a session. */
export function stranger(app: FastifyInstance): Browser {
  return browserWith(app, {})
}

function browserWith(app: FastifyInstance, cookies: Record<string, string>): Browser {
  return {
    call: async (method, path, body, options = {}) => {
      const request: InjectOptions = {
        method,
        url: path.startsWith('/') ? path : `/api/v1/${path}`,
        cookies,
        headers: {
          'sec-fetch-site': 'same-origin',
          ...(method === 'GET' ? {} : { 'lantoa-request-id': options.requestId ?? newId() }),
          ...(Buffer.isBuffer(body) ? { 'content-type': 'application/octet-stream' } : {}),
        },
      }
      if (body !== undefined) request.payload = body
      return app.inject(request)
    },
  }
}
