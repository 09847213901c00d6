import { z } from 'zod'
import { maxFileBytes } from '../../document/index.ts'
import { route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import { DayRootList, DayRootQuery, FileHash, FoundFile } from './archive.schema.ts'
import { checkFile, findFile, readDayRoots } from './archive.service.ts'

export const archiveRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/archive/files',
    operationId: 'findFile',
    summary: 'Which documents of the acting unit have exactly this file, by its SHA-256',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'], key: 'documents:read' },
    query: z.object({ hash: FileHash }),
    response: FoundFile,
    handler: (ctx, { query }) => findFile(ctx, query.hash),
  }),
  uploadRoute({
    method: 'POST',
    path: '/archive/files',
    operationId: 'checkFile',
    summary: 'The same for a file that is handed in; nothing is kept',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    upload: { most: maxFileBytes },
    response: FoundFile,
    handler: (ctx, { bytes }) => checkFile(ctx, bytes),
  }),
  route({
    method: 'GET',
    path: '/archive/roots',
    operationId: 'listDayRoots',
    summary: 'The last seals of all homes as one hash for each day, newest first; public',
    stability: 'stable',
    access: { who: 'anyone', grounds: [] },
    query: DayRootQuery,
    response: DayRootList,
    handler: (ctx, { query }) => readDayRoots(ctx, query),
  }),
]
