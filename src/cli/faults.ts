import { FilesAwayError } from '../platform/files-s3.ts'
import { complain } from './help.ts'

/**
 * Says what hindered a command that whoever keeps the machine can mend: the file store, a file or folder, PostgreSQL.
 * @returns false for any other error, which is a fault of ours; nothing was said
 */
export function complainOfFault(error: unknown): boolean {
  if (error instanceof FilesAwayError) {
    complain('cli.filesAway', { what: error.what })
    return true
  }
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  // EACCES, EROFS, ENOTDIR …: Node names the path, and no other words.
  if ('syscall' in error && 'path' in error) {
    complain('cli.file', { path: String(error.path), code })
    return true
  }
  // Of PostgreSQL, or of what stands before it; its words name tables and settings, the detail could hold a row.
  if ('severity' in error) {
    complain('cli.postgres.refused', { code, words: error.message })
    return true
  }
  return false
}
