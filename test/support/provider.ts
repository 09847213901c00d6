import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A provider of sign-in as an agency runs one: the real library, on a port of this machine. */
export interface RunningProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** what it says of how somebody signed in there (RFC 8176) */
  says: { amr: string[] }
  close(): Promise<void>
}

/**
 * Starts a provider that knows one client. Its page asks for a name only: whoever types it is that subject.
 * @param redirectUris to which it sends browsers back
 */
export async function startProvider(redirectUris: string[]): Promise<RunningProvider> {
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
      },
    ],
    cookies: { keys: ['chỉ để thử'] },
    // How somebody signed in is told with the subject.
    claims: { openid: ['sub', 'amr'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
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
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
