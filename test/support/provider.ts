import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as listenOn, type AddressInfo } from 'node:net'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import Provider from 'oidc-provider'

/** A provider of sign-in as an agency runs one: the real library, on a port of this machine. */
export interface RunningProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** what it says of how somebody signed in there (RFC 8176) */
  says: { amr: string[] }
  /** signs with its own key what it would not say itself */
  sign(payload: JWTPayload, head?: Partial<JWTHeaderParameters>): Promise<string>
  close(): Promise<void>
}

/** A port that nobody has just now: a provider knows its client's address before the client listens. */
export async function freePort(): Promise<number> {
  const server = listenOn()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Starts a provider that knows one client. Its page asks for a name only: whoever types it is that subject.
 * @param redirectUris to which it sends browsers back
 * @param logoutUri where it says which sessions ended; without it it says nothing
 */
export async function startProvider(redirectUris: string[], logoutUri?: string): Promise<RunningProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  let handle: (request: IncomingMessage, response: import('node:http').ServerResponse) => void = () =>
    undefined
  const server: Server = createServer((request, response) => handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = {
    clientId: 'lan-toa',
    clientSecret: 'bí-mật-của-máy-thử'.normalize('NFD').replace(/[^a-z-]/g, ''),
  }
  const says = { amr: ['pwd'] }
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: redirectUris,
        post_logout_redirect_uris: redirectUris.map((uri) => uri.replace(/\/sign-in\/.*$/, '/sign-in')),
        ...(logoutUri === undefined
          ? {}
          : { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true }),
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['chỉ để thử'] },
    // How somebody signed in is told with the subject.
    claims: { openid: ['sub', 'amr'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    // Its own way refuses to ask addresses of this machine.
    fetch: (url, options) => {
      const plain = { ...options }
      Reflect.deleteProperty(plain, 'dispatcher')
      return fetch(url, plain)
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // An agency's own client: nobody is asked whether it may.
    loadExistingGrant: async (ctx) => {
      const { client: known, session } = ctx.oidc
      if (!known || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: known.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const callback = provider.callback()
  handle = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void callback(request, response)
      return
    }
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(
        '<!doctype html><html lang="vi"><title>Cổng của tỉnh</title><h1>Cổng của tỉnh</h1><form method="post"><label>Mã cán bộ <input name="who"></label><button>Vào</button></form></html>',
      )
      return
    }
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      const accountId = new URLSearchParams(body).get('who') ?? ''
      void provider.interactionFinished(request, response, { login: { accountId, amr: says.amr } })
    })
  }
  return {
    issuer,
    ...client,
    says,
    sign: (payload, head) =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'logout+jwt', ...head })
        .sign(privateKey),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A browser without pages, which keeps the cookies of our site and of the provider's. */
export class ProviderBrowser {
  here: Record<string, string> = {}
  private readonly there = new Map<string, string>()

  private readonly app: FastifyInstance
  private readonly origin: string

  /** @param origin address of our site */
  constructor(app: FastifyInstance, origin: string) {
    this.app = app
    this.origin = origin
  }

  async get(path: string): Promise<LightMyRequestResponse> {
    return this.keep(
      await this.app.inject({
        url: path,
        headers: { accept: 'text/html', host: new URL(this.origin).host },
        cookies: this.here,
      }),
    )
  }

  /** Sends a form of our site; from another site where that is said. */
  async post(path: string, fields: Record<string, string>, site = 'same-origin') {
    return this.keep(
      await this.app.inject({
        method: 'POST',
        url: path,
        headers: {
          accept: 'text/html',
          host: new URL(this.origin).host,
          'sec-fetch-site': site,
          'content-type': 'application/x-www-form-urlencoded',
        },
        cookies: this.here,
        payload: new URLSearchParams(fields).toString(),
      }),
    )
  }

  private keep(answer: LightMyRequestResponse): LightMyRequestResponse {
    for (const cookie of answer.cookies) {
      if (cookie.value === '') Reflect.deleteProperty(this.here, cookie.name)
      else this.here[cookie.name] = cookie.value
    }
    return answer
  }

  /** Asks a page of the provider, as somebody where it asks who it is. */
  async ask(at: string, form: Record<string, string> | null = null): Promise<Response> {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...this.there].map(([k, v]) => `${k}=${v}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.there.delete(name)
      else this.there.set(name, value)
    }
    return answer
  }

  /** Goes through the provider's pages as somebody, up to the address to which it sends back. */
  async through(url: string, who: string): Promise<string> {
    let at = url
    for (let i = 0; i < 10; i += 1) {
      if (at.startsWith(this.origin)) return at.slice(this.origin.length)
      const answer = await this.ask(at, at.includes('/interaction/') ? { who } : null)
      const next = answer.headers.get('location')
      if (next === null) throw new Error(`${answer.status} ${await answer.text()}`)
      at = new URL(next, at).href
    }
    throw new Error('goes round')
  }

  /** Signs out of the provider, from its page on which our own leads; where it sends back to. */
  async signOutThere(): Promise<string | null> {
    const { headers } = await this.get('/sign-in/provider/out')
    const page = await (await this.ask(String(headers.location))).text()
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? []
    const confirm = new URL('session/end/confirm', String(headers.location).replace(/session\/end.*$/, ''))
    return (await this.ask(confirm.href, { xsrf, logout: 'yes' })).headers.get('location')
  }

  /** Asks to sign in; where the provider sends back to. */
  async signIn(who: string, next = '/app/plans'): Promise<string> {
    const begun = await this.get(`/sign-in/provider?next=${encodeURIComponent(next)}`)
    if (begun.statusCode !== 302) throw new Error(`${begun.statusCode} ${begun.body}`)
    return this.through(String(begun.headers.location), who)
  }
}
