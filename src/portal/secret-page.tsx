import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { localeOf, type AppDeps } from '../app.ts'
import { addressPrefix, countTry, type Limit } from '../modules/people/index.ts'
import { AppError } from '../platform/errors.ts'
import { renderPage } from './page.tsx'

/** Sends a page whose address or form is somebody's secret: kept by no cache, told to no other site. */
export function sendSecretPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: { status?: number; title: string; link: string | null; children: ReactNode },
): FastifyReply {
  const locale = localeOf(request)
  return reply
    .status(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send(
      renderPage({
        locale,
        title: page.title,
        narrow: true,
        otherLanguage: page.link && `${page.link}?lang=${locale === 'vi' ? 'en' : 'vi'}`,
        children: page.children,
      }),
    )
}

/** Keeps the language that the page was asked for. */
export function keepLanguage(request: FastifyRequest, reply: FastifyReply): void {
  const { lang } = request.query as { lang?: unknown }
  if (lang === 'vi' || lang === 'en')
    reply.setCookie('lantoa_lang', lang, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
}

/** @throws common.slow_down when the network that a request comes from has tried too often */
export async function slowDown(
  deps: AppDeps,
  request: FastifyRequest,
  kind: string,
  limit: Limit,
): Promise<void> {
  const wait = await countTry(deps.db, kind, addressPrefix(request.ip), limit, deps.clock.now())
  if (wait > 0) throw new AppError('common.slow_down')
}
