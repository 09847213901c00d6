import { newId } from '../../src/platform/ids.ts'

/** What a client was told at last, after any number of failures. */
export interface Told {
  status: number
  json: unknown
  /** how often it was sent */
  tries: number
}

/** A client of one person: keeps sending until it is answered, and tells whoever listens when it sends. */
export interface Client {
  send(method: string, path: string, body?: unknown, requestId?: string): Promise<Told>
  /** Like `send`, for an answer that must be 200. */
  must<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    requestId?: string,
  ): Promise<T>
  /** Sends once and does not wait for the answer, like a telephone whose battery ends. */
  sendAndVanish(method: string, path: string, body: unknown, requestId: string): Promise<void>
}

/**
 * The kind of a request: its route, as `POST plans/:id/issue`. A killer waits for one; the proof says which were hit.
 */
export function kindOf(method: string, path: string): string {
  const [address = ''] = path.split('?')
  // Ids are UUIDs; a session's is a hash.
  return `${method} ${address.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g, ':id')}`
}

const patience = 240_000

/** What says who sends. */
export type Credentials = { session: string } | { key: string }

/**
 * Sends as a phone or a person does: with the same request id each time, through any number of restarts. A fault of the
 * server (5xx) says nothing of what happened, so it is sent again; every other answer is one.
 */
export function makeClient(url: string, who: Credentials, onSend: (kind: string) => void): Client {
  const attempt = async (
    method: string,
    path: string,
    body: unknown,
    requestId: string,
    signal: AbortSignal,
  ) => {
    const isBytes = body instanceof Uint8Array
    return fetch(`${url}/api/v1/${path}`, {
      method,
      headers: {
        ...('key' in who
          ? { authorization: `Bearer ${who.key}` }
          : { cookie: `lantoa_session=${who.session}`, 'sec-fetch-site': 'same-origin' }),
        'lantoa-request-id': requestId,
        ...(body === undefined
          ? {}
          : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
      signal,
    })
  }
  const send: Client['send'] = async (method, path, body, requestId = newId()) => {
    const until = Date.now() + patience
    for (let tries = 1; Date.now() < until; tries += 1) {
      try {
        onSend(kindOf(method, path))
        const response = await attempt(method, path, body, requestId, AbortSignal.timeout(20_000))
        const text = await response.text()
        // Told to come again later: it is.
        if (response.status === 429) {
          await new Promise((resolve) => setTimeout(resolve, 1_000))
          continue
        }
        if (response.status < 500)
          return { status: response.status, json: text === '' ? null : (JSON.parse(text) as unknown), tries }
      } catch {
        // The line was cut: nothing is known.
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`${method} ${path} was not answered`)
  }
  return {
    send,
    must: async <T>(method: string, path: string, body?: unknown, requestId?: string) => {
      const { status, json, tries } = await send(method, path, body, requestId)
      if (status !== 200)
        throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)} at try ${tries}`)
      // The shape is the route's; a wrong one shows in what is done with it.
      return json as T
    },
    sendAndVanish: async (method, path, body, requestId) => {
      onSend(kindOf(method, path))
      const gone = new AbortController()
      setTimeout(() => gone.abort(), 5)
      await attempt(method, path, body, requestId, gone.signal).catch(() => undefined)
    },
  }
}

interface Upload {
  state: string
  received: number
}

/** What a photo's sending showed. */
export interface SentPhoto {
  /** how often it went on behind the first byte after the line was cut */
  resumed: number
}

/**
 * Sends a photo piece by piece as the staff application does: asks how far it is, goes on from there, asks again when the
 * line is cut or the place does not fit.
 * @throws when the server forgot bytes that it had acknowledged, or refuses the photo
 */
export async function sendPhoto(
  client: Client,
  path: string,
  photo: { bytes: Buffer; hash: string; piece: number },
): Promise<SentPhoto> {
  const { bytes, hash, piece } = photo
  let acknowledged = 0
  let resumed = 0
  for (let round = 0; ; round += 1) {
    const upload = await client.must<Upload>('POST', path, { size: bytes.length, hash, name: 'IMG.jpg' })
    if (upload.state === 'arrived') return { resumed }
    if (upload.received < acknowledged)
      throw new Error(`${path}: ${acknowledged} bytes were acknowledged, ${upload.received} are there`)
    if (round > 0 && upload.received > 0) resumed += 1
    let offset = upload.received
    while (offset < bytes.length) {
      const end = Math.min(bytes.length, offset + piece)
      const told = await client.send('PATCH', `${path}/bytes?offset=${offset}`, bytes.subarray(offset, end))
      if (told.status !== 200) {
        const { code } = told.json as { code: string }
        if (code !== 'activities.photo_offset') throw new Error(`${path}: ${JSON.stringify(told.json)}`)
        break
      }
      if (told.tries > 1 && offset > 0) resumed += 1
      offset = end
      acknowledged = end
    }
  }
}
