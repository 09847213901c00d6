import { z } from 'zod'
import { maxFileBytes } from '../../document/index.ts'
import { fileRoute, route, uploadRoute, type Access, type AnyRoute } from '../../platform/http/route.ts'
import type { SigningFlow } from './flow.ts'
import { SignWithKey } from './signing.schema.ts'

interface SignedRoutes<R extends z.ZodType> {
  /** of the document that is to be signed, with `:id` */
  path: string
  /** of the operations: `Plan` gives `signPlan` */
  name: string
  response: R
  flow: SigningFlow<z.input<R>>
}

/** What is done with a paper on its way to being signed, for one kind of document. */
export function signedRoutes<R extends z.ZodType>({ path, name, ...of }: SignedRoutes<R>): AnyRoute[] {
  const response: z.ZodType = of.response
  const flow: SigningFlow<unknown> = of.flow
  const access: Access = { who: 'signed-in', grounds: ['own'] }
  const shared = { stability: 'screen', access, params: z.object({ id: z.uuid() }) } as const
  return [
    route({
      ...shared,
      method: 'POST',
      path: `${path}/prepare`,
      operationId: `prepare${name}`,
      summary: 'Print the PDF that is to be signed',
      response,
      handler: (ctx, { params }) => flow.prepare(ctx, params.id),
    }),
    fileRoute({
      ...shared,
      method: 'GET',
      path: `${path}/to-sign`,
      operationId: `get${name}ToSign`,
      summary: 'The PDF that is to be signed, with the signatures that it has',
      file: true,
      handler: (ctx, { params }) => flow.readPaper(ctx, params.id),
    }),
    route({
      ...shared,
      method: 'POST',
      path: `${path}/sign`,
      operationId: `sign${name}`,
      summary: 'Sign or seal the PDF with a key that the server keeps',
      body: SignWithKey,
      response,
      handler: (ctx, { params, body }) => flow.sign(ctx, params.id, body),
    }),
    uploadRoute({
      ...shared,
      method: 'PUT',
      path: `${path}/signed`,
      operationId: `accept${name}`,
      summary: 'Hand in the PDF that a program outside has signed',
      upload: { most: maxFileBytes },
      response,
      handler: (ctx, { params, bytes }) => flow.accept(ctx, params.id, bytes),
    }),
  ]
}
