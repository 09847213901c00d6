import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { projectRoot } from '../config.ts'

function sheet(name: string): string {
  return readFileSync(join(projectRoot, 'src/portal', name), 'utf8')
}

let css: { text: string; tag: string } | null = null

/** The one style sheet of all public pages: tokens, then pages. */
function styles(): { text: string; tag: string } {
  if (css) return css
  const text = `${sheet('tokens.css')}\n${sheet('pages.css')}`
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
  css = { text, tag: createHash('sha256').update(text).digest('base64url').slice(0, 10) }
  return css
}

/** Address of the style sheet, which changes with its content. */
export function stylesUrl(): string {
  return `/pages.${styles().tag}.css`
}

const script = readFileSync(join(projectRoot, 'src/portal/passkey.js'))
const scriptTag = createHash('sha256').update(script).digest('base64url').slice(0, 10)

/** Address of the script of passkeys, which changes with its content. */
export function passkeyScriptUrl(): string {
  return `/passkey.${scriptTag}.js`
}

const mark = readFileSync(join(projectRoot, 'web/public/mark.svg'))

export function registerStatic(app: FastifyInstance): void {
  app.get('/pages.:tag.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(styles().text),
  )
  app.get('/passkey.:tag.js', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(script),
  )
  app.get('/mark.svg', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(mark),
  )
}
