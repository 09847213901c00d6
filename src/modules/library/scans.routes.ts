import { fileRoute, route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import {
  DocumentScan,
  KeepScan,
  scanChunk,
  ScanFileFacts,
  ScanOffset,
  scanPath,
  ScanProgress,
} from './scans.schema.ts'
import { beginScan, keepScan, readScan, takeScanBytes } from './scans.service.ts'

const refOf = ({ id, scanId }: { id: string; scanId: string }) => ({ documentId: id, scanId })
const own = { who: 'signed-in', grounds: ['own'] } as const

export const scanRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/documents/:id/scans/:scanId',
    operationId: 'beginScan',
    summary: 'Begin to send a scan of the signed and sealed paper, or learn how far it is',
    stability: 'screen',
    access: own,
    params: scanPath,
    body: ScanFileFacts,
    response: ScanProgress,
    handler: (ctx, { params, body }) => beginScan(ctx, refOf(params), body),
  }),
  uploadRoute({
    method: 'PATCH',
    path: '/documents/:id/scans/:scanId/bytes',
    operationId: 'sendScanBytes',
    summary:
      'Send bytes of a scan from an offset, at most 1 MB; 409 with the present offset when it does not fit',
    stability: 'screen',
    access: own,
    params: scanPath,
    query: ScanOffset,
    response: ScanProgress,
    upload: { most: scanChunk },
    handler: (ctx, { params, query, bytes }) =>
      takeScanBytes(ctx, refOf(params), query, Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0)),
  }),
  route({
    method: 'POST',
    path: '/documents/:id/scans/:scanId/keep',
    operationId: 'keepScan',
    summary: 'Keep a scan whose bytes are all here; it takes the place of the one that stood',
    stability: 'screen',
    access: own,
    params: scanPath,
    body: KeepScan,
    response: DocumentScan,
    handler: (ctx, { params, body }) => keepScan(ctx, refOf(params), body),
  }),
  fileRoute({
    method: 'GET',
    path: '/documents/:id/scans/:scanId',
    operationId: 'getScan',
    summary: 'A scan of the signed and sealed paper',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up', 'public'] },
    params: scanPath,
    file: true,
    handler: (ctx, { params }) => readScan(ctx, refOf(params)),
  }),
]
