import { readFileSync } from 'node:fs'
import { type Certificate, DerError, readCertificates } from '../sign/index.ts'

/** Certificates of authorities from a file in PEM or DER; null where it can't be read or holds none. */
export function readAuthorityFile(file: string): Certificate[] | null {
  try {
    return readCertificates(readFileSync(file))
  } catch (error) {
    const isOfFile = error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code))
    if (error instanceof DerError || isOfFile) return null
    throw error
  }
}
