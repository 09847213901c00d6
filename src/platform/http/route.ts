import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Ctx, Role } from '../context.ts'

/** Grounds on which a row may be read, as docs/architecture.md lists them. */
export type Ground = 'own' | 'below' | 'delivered' | 'up' | 'public'

/** Who may call, and on which grounds it reads. A route without it does not start. */
export interface Access {
  /** roles are those of the unit acted for */
  who: 'anyone' | 'signed-in' | 'machines' | readonly Role[]
  /** grounds that the use case puts into its SQL; empty for what touches nobody's rows */
  grounds: readonly Ground[]
  /** a machine whose key has this scope may call too, with the grounds of its unit; without it none may. Stable operations only */
  key?: KeyScope
}

/** What a key opens: a group of operations, to read or to write. */
export type KeyScope = `${string}:${'read' | 'write'}`

type Schema = z.ZodType
type Out<S> = S extends Schema ? z.output<S> : undefined
type In<S> = S extends Schema ? z.input<S> : undefined

interface Common {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** below /api/v1, with `:name` for parameters */
  path: string
  /** names the generated client's function */
  operationId: string
  summary: string
  /** `stable`: for integrators, never broken within v1; `screen`: ours, may change */
  stability: 'stable' | 'screen'
  access: Access
}

export interface JsonRoute<P = undefined, Q = undefined, B = undefined, R = Schema> extends Common {
  params?: P
  query?: Q
  body?: B
  response: R
  handler: (ctx: Ctx, input: { params: Out<P>; query: Out<Q>; body: Out<B> }) => Promise<In<R>>
}

/** What a download answers. Files are shown in the page only where `inline` says that their kind is harmless. */
export interface FileAnswer {
  body: Buffer | Readable
  mime: string
  /** as the person will see it; Vietnamese letters allowed */
  name: string
  inline?: boolean
  /** content never changes under this address (it holds the hash) */
  immutable?: boolean
}

export interface FileRoute<P = undefined, Q = undefined> extends Common {
  params?: P
  query?: Q
  file: true
  handler: (ctx: Ctx, input: { params: Out<P>; query: Out<Q> }) => Promise<FileAnswer>
}

export interface UploadRoute<P = undefined, Q = undefined, R = Schema> extends Common {
  params?: P
  query?: Q
  response: R
  /** bytes in one request at most; the body is `application/octet-stream` */
  upload: { most: number }
  handler: (ctx: Ctx, input: { params: Out<P>; query: Out<Q>; bytes: Buffer }) => Promise<In<R>>
}

/** A route of any kind, its types forgotten after they were checked at its declaration. */
export type AnyRoute = Common & {
  params?: Schema | undefined
  query?: Schema | undefined
  body?: Schema | undefined
  response?: Schema | undefined
  file?: boolean
  upload?: { most: number }
  handler: (ctx: Ctx, input: never) => Promise<unknown>
}

/** Declares an endpoint that answers JSON. */
export function route<
  R extends Schema,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(declaration: JsonRoute<P, Q, B, R>): AnyRoute {
  return declaration
}

/** Declares an endpoint that answers a file. */
export function fileRoute<P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined>(
  declaration: FileRoute<P, Q>,
): AnyRoute {
  return declaration
}

/** Declares an endpoint that takes bytes. */
export function uploadRoute<
  R extends Schema,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
>(declaration: UploadRoute<P, Q, R>): AnyRoute {
  return declaration
}
