import { z } from 'zod'
import { maxFileBytes } from '../../document/index.ts'

/** Bytes in one request: what a weak line carries in a few seconds. */
export const scanChunk = 1024 * 1024

export const scanPath = z.object({ id: z.uuid(), scanId: z.uuid() })

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the whole file, hex')
const size = z.int().min(1).max(maxFileBytes).describe('bytes of the whole file')

export const ScanFileFacts = z.object({ size, hash }).meta({ id: 'ScanFileFacts' })
export const ScanOffset = z.object({ offset: z.coerce.number().int().min(0), hash })

export const ScanProgress = z
  .object({
    received: z.int().describe('bytes that are here; send on from this offset'),
    kept: z.boolean().describe('it is kept already'),
  })
  .meta({ id: 'ScanProgress' })

export const KeepScan = z
  .object({
    size,
    hash,
    replaces: z
      .object({
        id: z.uuid().describe('the scan that stands now'),
        reason: z.string().trim().min(1).max(500).describe('why it is replaced'),
      })
      .nullable(),
  })
  .meta({ id: 'KeepScan' })

export const DocumentScan = z
  .object({
    id: z.uuid(),
    name: z.string(),
    size: z.int(),
    mime: z.string(),
    pages: z.int(),
    at: z.iso.datetime(),
    warning: z.string().nullable().describe('the printed PDF has another number of pages, as a sentence'),
    reason: z.string().nullable().describe('why it took the place of the one before'),
  })
  .meta({ id: 'DocumentScan' })
