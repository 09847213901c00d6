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

function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: string | null): boolean {
  if (publicUrl !== null && origin === publicUrl) return true
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
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(), microphone=(), payment=()',
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
