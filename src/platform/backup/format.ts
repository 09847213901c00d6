import { z } from 'zod'

/**
 * The shape of a backup: a tar, encrypted with age (age-encryption.org/v1) where the administrator gave a key.
 *
 * | entry | holds |
 * | --- | --- |
 * | `head.json` | `BackupHead`: what must be known before anything is loaded |
 * | `data/<schema>/<table>/<n>.copy` | rows as PostgreSQL's COPY text, in pieces that are joined in order |
 * | `files/<sha-256>` | kept files that the rows name |
 * | `manifest.json` | `BackupManifest`: size and SHA-256 of every entry before it. A backup without one was cut off |
 */
export const formatVersion = 1

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Schema = z.string().regex(/^(shared|system|home_[a-z0-9_]{1,40})$/)
const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)

export const BackupHead = z.object({
  format: z.literal(formatVersion),
  takenAt: z.iso.datetime().describe('the instant of the snapshot, UTC'),
  homes: z.array(
    z.object({ code: z.string(), name: z.string(), schema: Schema, createdAt: z.iso.datetime() }),
  ),
  migrations: z.array(z.object({ schema: Schema, file: z.string(), hash: Hash })),
  tables: z
    .array(z.object({ schema: Schema, table: Name, columns: z.array(Name) }))
    .describe('in the order in which they can be loaded: a table after those that its foreign keys name'),
})
export type BackupHead = z.output<typeof BackupHead>

export const BackupManifest = z.object({
  rows: z.array(z.object({ schema: Schema, table: Name, rows: z.int() })),
  files: z.int().describe('how many kept files follow the rows'),
  missing: z
    .array(Hash)
    .describe(
      'files that rows name but whose bytes were not there: gone by a redaction meanwhile, or lost before',
    ),
  entries: z.array(z.object({ name: z.string(), size: z.int(), hash: Hash })),
})
export type BackupManifest = z.output<typeof BackupManifest>

export type BackupFault =
  'not_a_backup' | 'wrong_key' | 'needs_key' | 'cut_off' | 'altered' | 'not_empty' | 'newer'

/** Why a backup can't be read or restored; `cli.backup.<fault>` is the sentence. */
export class BackupError extends Error {
  readonly fault: BackupFault
  constructor(fault: BackupFault, detail = '') {
    super(detail || fault)
    this.name = 'BackupError'
    this.fault = fault
  }
}
