import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { followCertificate, readCertificate } from '../../src/platform/http/certificate.ts'
import { makeLog } from '../../src/platform/log.ts'
import { makeWorld, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'

let world: World
let app: FastifyInstance
let port: number
let folder: string
const pair = (name: string) => ({ cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) })

function makeCertificate(name: string): void {
  const { cert, key } = pair(name)
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  })
}

const depsOf = (publicUrl: string | null) => ({
  config: { publicUrl, empty: false },
  db: world.database.db,
  files: world.files,
  clock: clockAt(testNow),
  log: makeLog('silent'),
})

beforeAll(async () => {
  world = await makeWorld()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-tls-'))
  makeCertificate('first')
  makeCertificate('second')
  copyFileSync(pair('first').cert, pair('live').cert)
  copyFileSync(pair('first').key, pair('live').key)
  app = await buildApp({ ...depsOf(null), tls: readCertificate(pair('live')) })
  followCertificate(app, pair('live'), makeLog('silent'), 50)
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  status: number | undefined
  headers: Record<string, unknown>
  fingerprint: string
}

/** A request on a connection of its own, by a client that trusts the certificates of the test. */
function ask(path: string, form?: Record<string, string>): Promise<Answer> {
  const ca = [readFileSync(pair('first').cert), readFileSync(pair('second').cert)]
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        ca,
        agent: false,
        method: form ? 'POST' : 'GET',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      },
      (answer) => {
        const { fingerprint256 } = (answer.socket as TLSSocket).getPeerCertificate()
        answer.resume()
        resolve({ status: answer.statusCode, headers: answer.headers, fingerprint: fingerprint256 })
      },
    )
    sent.on('error', reject)
    sent.end(form ? new URLSearchParams(form).toString() : undefined)
  })
}

describe('HTTPS from certificate files', () => {
  it('answers with a certificate that a client can check, keeps browsers to HTTPS, and cookies to it', async () => {
    const answer = await ask('/healthz')
    expect(answer.status).toBe(200)
    expect(answer.headers['strict-transport-security']).toBe('max-age=15552000')
    const person = await makePerson(world, (await makeUnit(world)).id)
    const signedIn = await ask('/sign-in', { login: person.login, password: testPassword })
    expect(signedIn.status).toBe(303)
    expect(String(signedIn.headers['set-cookie'])).toMatch(/lantoa_session=.*; HttpOnly; Secure/)
  })

  it('takes a renewed pair without a restart, and keeps the old one while the files do not fit together', async () => {
    const old = (await ask('/healthz')).fingerprint
    copyFileSync(pair('second').cert, pair('live').cert)
    writeFileSync(pair('live').key, 'nửa chừng')
    // Long enough for several looks at the files: a pair that does not fit would have been taken by now.
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await ask('/healthz')).fingerprint).toBe(old)
    copyFileSync(pair('second').key, pair('live').key)
    await vi.waitFor(async () => expect((await ask('/healthz')).fingerprint).not.toBe(old), {
      timeout: 20_000,
      interval: 50,
    })
  })

  it('is refused at the start where the files do not fit, or only one is named', () => {
    expect(() => readCertificate({ cert: pair('first').cert, key: pair('second').key })).toThrow()
    expect(() => readCertificate(pair('none'))).toThrow(/ENOENT/)
    const wrong = [{ key: 'cli.settings.tls', params: {} }]
    expect(readConfig([], { LANTOA_TLS_CERT: 'a.pem' })).toEqual({ wrong })
    expect(readConfig([], { LANTOA_TLS_KEY: 'a.pem' })).toEqual({ wrong })
  })
})

describe('plain HTTP', () => {
  const warning = 'Kết nối này không được mã hóa'
  async function signInPage(publicUrl: string | null, remoteAddress: string, headers = {}) {
    const plain = await buildApp(depsOf(publicUrl))
    const host = publicUrl === null ? {} : { host: new URL(publicUrl).host }
    const answer = await plain.inject({ url: '/sign-in', remoteAddress, headers: { ...host, ...headers } })
    await plain.close()
    return answer
  }

  it('says on the sign-in page of another machine, once, that the connection is not private', async () => {
    const page = await signInPage(null, '192.168.1.20')
    expect(page.body.split(warning)).toHaveLength(2)
    expect(page.headers['strict-transport-security']).toBeUndefined()
    expect((await signInPage('http://lantoa.noi-bo', '192.168.1.20')).body).toContain(warning)
  })

  it('does not say so on the machine itself, nor behind a proxy that speaks HTTPS', async () => {
    expect((await signInPage(null, '127.0.0.1')).body).not.toContain(warning)
    const forwarded = { 'x-forwarded-for': '192.168.1.20', 'x-forwarded-proto': 'https' }
    const proxied = await signInPage('https://lantoa.example', '127.0.0.1', forwarded)
    expect(proxied.body).not.toContain(warning)
    expect(proxied.headers['strict-transport-security']).toBe('max-age=15552000')
  })
})
