import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'

/**
 * Refuses a write that another site caused: the browser says where it comes from (`Sec-Fetch-Site`, else `Origin`), so
 * no token and no cookie is needed before a form. A request with a session's cookie and neither header is refused too.
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | null): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin !== undefined && isOwnOrigin(origin, request, publicUrl)) return
  if (site === undefined && origin === undefined && request.headers.cookie === undefined) return
  throw new AppError('common.cross_site')
}

/** What machines ask by address (whether the server lives, its figures), and what the refusal itself is drawn with. */
const answeredAnywhere = /^\/(healthz|metrics|mark\.svg|pages\.[\w-]+\.css)(\?|$)/

/**
 * Where there is one public address, nothing is answered under another name: a made-up `Host` can't get into links or
 * caches, and a page under a second name can't act for the first.
 * @throws common.only_at
 */
export function refuseOtherHost(request: FastifyRequest, publicUrl: string | null): void {
  if (publicUrl === null || answeredAnywhere.test(request.url)) return
  const own = new URL(publicUrl)
  let asked: string
  try {
    asked = new URL(`${own.protocol}//${request.host}`).host
  } catch {
    asked = ''
  }
  if (asked !== own.host) throw new AppError('common.only_at', { url: publicUrl })
}

function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: string | null): boolean {
  if (publicUrl !== null) return origin === publicUrl
  try {
    return new URL(origin).host === request.headers.host
  } catch {
    return false
  }
}

/** Headers of every answer. Styles of the staff application's components need a nonce; scripts come from files only. */
export function setSecurityHeaders(reply: FastifyReply, nonce: string | null): void {
  const style = nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`
  reply.headers({
    'content-security-policy': [
      "default-src 'self'",
      "script-src 'self'",
      style,
      // React writes measured positions into style attributes of menus; attributes can't load or run anything.
      ...(nonce === null ? [] : ["style-src-attr 'unsafe-inline'"]),
      "img-src 'self' blob: data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  })
}

/** @param address as a socket tells it, IPv4 within IPv6 too */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address)
}

/** A proxy on this machine speaks for others: what came through one is not from here. */
const relayed = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** Whether a request was made on this machine and came through no proxy. */
export function isFromHere(request: FastifyRequest): boolean {
  return (
    isLoopback(request.socket.remoteAddress) && relayed.every((name) => request.headers[name] === undefined)
  )
}
