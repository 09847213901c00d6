import { createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import type { FileStore, StoredFile } from './files.ts'
import { isId } from './ids.ts'

/** A bucket of a store that speaks S3. */
export interface BucketAddress {
  /** https://host/bucket, without a closing slash: addressed by path, which every such store understands */
  url: string
  region: string
  key: string
  secret: string
}

/** The store could not be reached, or answered with a fault of its own: nothing is known, the same is tried again later. */
export class FilesAwayError extends Error {
  /** a code, or what it answered to which method, as `GET 403` */
  readonly what: string
  constructor(what: string) {
    super(`the file store: ${what}`)
    this.what = what
    this.name = 'FilesAwayError'
  }
}

/** The bytes of a kept file are not those that were put. */
export class FileAlteredError extends Error {
  constructor(hash: string) {
    super(`the bytes of ${hash} are others`)
    this.name = 'FileAlteredError'
  }
}

/** A kept file that is put again counts as new when it was put this long ago (ms): well before a sweep looks at it. */
const freshFor = 30 * 60_000
/** How long one try may take (ms): 50 MB over a line of 10 Mbit/s. */
const patience = 60_000
/** Between the last look at a stray file and its removal (ms); `put` looks again after longer. */
const removesWithin = 500

interface StoredObject {
  key: string
  size: number
  at: Date
}

/**
 * A bucket as file store, for any number of servers: `files/<sha-256>`, put once and checked when read; and
 * `parts/<id>/<offset>`, a piece of a file on its way, so that the next piece may come to another server.
 */
export function openBucket(address: BucketAddress): FileStore {
  const client = new AwsClient({
    accessKeyId: address.key,
    secretAccessKey: address.secret,
    region: address.region,
    service: 's3',
    retries: 2,
  })
  /** @returns null when there is no such thing */
  const ask = async (method: string, path: string, body?: Uint8Array): Promise<Response | null> => {
    let response: Response
    try {
      response = await client.fetch(`${address.url}/${path}`, {
        method,
        signal: AbortSignal.timeout(patience),
        ...(body && { body: Buffer.from(body), headers: { 'content-type': 'application/octet-stream' } }),
      })
    } catch (error) {
      throw new FilesAwayError(causeOf(error))
    }
    if (response.status === 404 && method !== 'PUT') {
      // Without its bucket every file would only seem to be gone.
      if (method === 'GET' && (await response.text()).includes('NoSuchBucket'))
        throw new FilesAwayError('NoSuchBucket')
      return null
    }
    if (!response.ok) throw new FilesAwayError(`${method} ${response.status}`)
    return response
  }
  const keyOf = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a content hash')
    return `files/${hash}`
  }
  const partsOf = (id: string) => {
    if (!isId(id)) throw new Error('not an id')
    return `parts/${id}/`
  }
  const changedAt = async (key: string): Promise<Date | null> => {
    const head = await ask('HEAD', key)
    return head && new Date(head.headers.get('last-modified') ?? 0)
  }
  const get = async (hash: string): Promise<Buffer> => {
    const response = await ask('GET', keyOf(hash))
    if (!response) throw Object.assign(new Error(`no file ${hash}`), { code: 'ENOENT' })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new FileAlteredError(hash)
    return bytes
  }
  async function* listKeys(prefix: string): AsyncIterable<StoredObject> {
    for (let token: string | null = ''; token !== null;) {
      const more: string = token === '' ? '' : `&continuation-token=${encodeURIComponent(token)}`
      const response = await ask('GET', `?list-type=2&prefix=${encodeURIComponent(prefix)}${more}`)
      const xml = (await response?.text()) ?? ''
      for (const [, entry = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs))
        yield {
          key: textOf(entry, 'Key') ?? '',
          size: Number(textOf(entry, 'Size')),
          at: new Date(textOf(entry, 'LastModified') ?? 0),
        }
      token = textOf(xml, 'NextContinuationToken')
    }
  }
  /** The pieces of a file on its way, in order. */
  const pieces = async (id: string) => {
    const found: { key: string; offset: number; size: number }[] = []
    for await (const { key, size } of listKeys(partsOf(id)))
      found.push({ key, offset: Number(key.split('/').at(-1)), size })
    return found.sort((a, b) => a.offset - b.offset)
  }
  const removePart = async (id: string) => {
    for (const { key } of await pieces(id)) await ask('DELETE', key)
  }
  return {
    get,
    has: async (hash) => (await changedAt(keyOf(hash))) !== null,
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const key = keyOf(hash)
      const at = await changedAt(key)
      if (at === null || Date.now() - at.getTime() > freshFor) await ask('PUT', key, bytes)
      // A sweep that looked at the old one just before may still remove it: looked at again when it can't any more.
      if (at !== null && Date.now() - at.getTime() > freshFor) {
        await new Promise((resolve) => setTimeout(resolve, 2 * removesWithin))
        if ((await changedAt(key)) === null) await ask('PUT', key, bytes)
      }
      return { hash, size: bytes.length }
    },
    stream: (hash) => {
      const out = new PassThrough()
      void (async () => {
        const response = await ask('GET', keyOf(hash))
        if (!response?.body) throw Object.assign(new Error(`no file ${hash}`), { code: 'ENOENT' })
        const check = createHash('sha256')
        for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
          check.update(chunk)
          if (!out.write(chunk))
            await new Promise((resolve) => out.once('drain', resolve).once('close', resolve))
        }
        // Whoever reads gets an error instead of an end.
        if (check.digest('hex') !== hash) throw new FileAlteredError(hash)
        out.end()
      })().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
      return out
    },
    remove: async (hash) => {
      await ask('DELETE', keyOf(hash))
    },
    async writePart(id, offset, bytes) {
      await ask('PUT', `${partsOf(id)}${String(offset).padStart(12, '0')}`, bytes)
    },
    async partSize(id) {
      let end = 0
      for (const { offset, size } of await pieces(id)) if (offset <= end) end = Math.max(end, offset + size)
      return end
    },
    async usePart(id, size, use) {
      const folder = await mkdtemp(join(tmpdir(), 'lantoa-part-'))
      try {
        const path = join(folder, id)
        const file = await open(path, 'w', 0o600)
        try {
          for (const { key, offset } of await pieces(id)) {
            const response = await ask('GET', key)
            if (!response || offset >= size) continue
            const bytes = Buffer.from(await response.arrayBuffer()).subarray(0, size - offset)
            await file.write(bytes, 0, bytes.length, offset)
          }
        } finally {
          await file.close()
        }
        return await use(path)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    removePart,
    async *list() {
      for await (const { key, at } of listKeys('')) {
        const [kind = '', name = '', ...rest] = key.split('/')
        const isKept = kind === 'files' && /^[0-9a-f]{64}$/.test(name) && rest.length === 0
        const isPart = kind === 'parts' && isId(name) && rest.length === 1
        const stored: StoredFile = {
          name: isKept || isPart ? name : key,
          kind: isKept ? 'kept' : isPart ? 'part' : 'other',
          changedAt: at,
          path: key,
        }
        yield stored
      }
    },
    async removeStray({ path }, before) {
      const at = await changedAt(path)
      if (at === null || at >= before) return false
      await client
        .fetch(`${address.url}/${path}`, { method: 'DELETE', signal: AbortSignal.timeout(removesWithin) })
        .catch(() => undefined)
      return (await changedAt(path)) === null
    },
  }
}

/** What hindered a call: the system's or TLS's code, which `fetch` hides behind a TypeError, or TimeoutError. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}

function textOf(xml: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(xml)?.[1]
  return text?.replaceAll('&amp;', '&').replaceAll('&quot;', '"') ?? null
}
