import { lookup as systemLookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** What an administrator of the machine allows beyond the open internet. */
export interface OutwardSettings {
  /**
   * Addresses inside the network that may be called all the same: `host`, `host:port` (HTTPS) or `http://host[:port]`;
   * nothing else that resolves to an internal address is.
   */
  allowed: readonly string[]
  /** further certificates to trust, as PEM */
  ca?: string
  /** how names are looked up; the system's own way where it is missing */
  lookup?: (host: string) => Promise<{ address: string; family: number }[]>
  /** for the whole exchange (ms) */
  patience?: number
}

export interface OutwardAnswer {
  /** null when there was no answer */
  status: number | null
  ms: number
  /** its first bytes as text */
  words: string
  /** why there was none: `refused_address`, `timeout`, or what the system says, as ECONNREFUSED */
  error: string | null
}

/** As much of an answer is read. */
const mostRead = 512
const patience = 10_000

/** Ranges of IPv4 that are somebody's own, special or nobody's (IANA's special-purpose registry, RFC 6890). */
const internal = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  internal.addSubnet(net, bits, 'ipv4')
// Of 2000::/3, outside of which nothing is open: Teredo and its neighbours, examples, and 6to4, which holds an IPv4 address.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  internal.addSubnet(net, bits, 'ipv6')
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')

/**
 * True for an address that is not of the open internet: loopback, private, link-local (with the clouds' metadata),
 * carrier-grade NAT, multicast, reserved; of IPv6 everything outside 2000::/3, so IPv4 within IPv6 and NAT64 too.
 */
export function isInternal(address: string): boolean {
  if (isIPv6(address)) {
    if (address.includes('%')) return true
    return !open6.check(address, 'ipv6') || internal.check(address, 'ipv6')
  }
  return isIP(address) === 0 || internal.check(address, 'ipv4')
}

/**
 * Why a URL is none to call, before anything is looked up.
 * @returns `url` for what is no plain https address, `port` for another port than 443, `refused_address` for an internal
 *   one; null when it may be tried
 */
export function refusalOfUrl(
  text: string,
  settings: Pick<OutwardSettings, 'allowed'>,
): 'url' | 'port' | 'refused_address' | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'url'
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'url'
  if (isAllowed(url, settings)) return null
  if (url.protocol !== 'https:') return 'url'
  if (url.port !== '') return 'port'
  const host = hostOf(url)
  if (isIP(host) !== 0) return isInternal(host) ? 'refused_address' : null
  // A name without a dot, or of these endings, is found inside only.
  return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)\.?$/i.test(host)
    ? 'refused_address'
    : null
}

/** The name or address, IPv6 without its brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function isAllowed(url: URL, { allowed }: Pick<OutwardSettings, 'allowed'>): boolean {
  return allowed.some((entry) => {
    const full = /^https?:\/\//.test(entry) ? entry : `https://${entry}`
    return URL.canParse(full) && new URL(full).origin === url.origin
  })
}

/**
 * Posts to an address outside. The name is looked up once, every address that it has is checked, and the connection goes
 * to one of those very addresses, so that a name that answers otherwise the second time leads nowhere. Redirects are not
 * followed, no proxy is asked, and both time and bytes are bounded.
 */
export async function postOutward(
  address: string,
  message: { headers: Record<string, string>; body: string },
  settings: OutwardSettings,
): Promise<OutwardAnswer> {
  const begun = performance.now()
  const none = (error: string): OutwardAnswer => ({ status: null, ms: since(begun), words: '', error })
  if (refusalOfUrl(address, settings) !== null) return none('refused_address')
  const url = new URL(address)
  const signal = AbortSignal.timeout(settings.patience ?? patience)
  try {
    const found = await withSignal(lookUp(hostOf(url), settings), signal)
    if (found.length === 0) return none('ENOTFOUND')
    if (!isAllowed(url, settings) && found.some((f) => isInternal(f.address))) return none('refused_address')
    const { status, words } = await exchange(url, found, message, settings, signal)
    return { status, ms: since(begun), words, error: null }
  } catch (error) {
    return none(signal.aborted ? 'timeout' : codeOf(error))
  }
}

type Found = { address: string; family: number }[]

async function lookUp(host: string, settings: OutwardSettings): Promise<Found> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  return settings.lookup ? settings.lookup(host) : systemLookup(host, { all: true, verbatim: true })
}

function exchange(
  url: URL,
  found: Found,
  message: { headers: Record<string, string>; body: string },
  settings: OutwardSettings,
  signal: AbortSignal,
): Promise<{ status: number; words: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; words: string }>()
  const isPlain = url.protocol === 'http:'
  const options: https.RequestOptions = {
    method: 'POST',
    headers: { ...message.headers, 'content-length': Buffer.byteLength(message.body) },
    // An agent of this request alone: no connection of another name is used again, and no proxy of the environment.
    agent: isPlain ? new http.Agent() : new https.Agent({ maxCachedSessions: 0 }),
    // Whatever the name says by now: only what was checked is connected to.
    lookup: (_host, { all }, done) => {
      const [first] = found
      if (all) done(null, found)
      else done(null, first?.address ?? '', first?.family)
    },
    signal,
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
  }
  const request = (isPlain ? http : https).request(url, options, (response) => {
    const parts: Buffer[] = []
    let read = 0
    const end = () => {
      resolve({
        status: response.statusCode ?? 0,
        words: wordsOf(Buffer.concat(parts).subarray(0, mostRead)),
      })
      response.destroy()
    }
    response.on('data', (part: Buffer) => {
      parts.push(part)
      read += part.length
      if (read >= mostRead) end()
    })
    response.on('end', end)
    response.on('error', reject)
  })
  request.on('error', reject)
  request.end(message.body)
  return promise
}

/** Text of bytes that can hold anything: what no column or screen takes is left out. */
function wordsOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, '')
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('timeout'))),
    ),
  ])
}

function since(begun: number): number {
  return Math.round(performance.now() - begun)
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^[A-Z0-9_]{3,60}$/.test(code) ? code : 'failed'
}
