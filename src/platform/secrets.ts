import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, declareErrors } from './errors.ts'

declareErrors({ 'common.other_key': 409 })

/** Enciphers what the database keeps but must not tell: a copy of it alone opens nothing. */
export interface Secrets {
  /** @param about what it belongs to; opening it as something else fails */
  seal(about: string, words: Buffer): Buffer
  /** @throws common.other_key when it was sealed with another installation's key, or is no such thing */
  open(about: string, sealed: Buffer): Buffer
}

/** Name of the key's file in the data folder. */
export const keyFile = 'secrets.key'

/**
 * The key of an installation: 32 random bytes in the data folder, readable by its owner only, made at the first start.
 * Of two processes that start at once both get the one that was written first.
 */
export function openSecrets(dataDir: string): Secrets {
  const path = join(dataDir, keyFile)
  return secretsOf(readKey(path) ?? makeKey(path))
}

function readKey(path: string): Buffer | null {
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
    if (key.length !== 32) throw new Error(`${path} does not hold a key of 32 bytes`)
    return key
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function makeKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // A link, not a rename: it fails where another process was first, and never shows half a file.
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
  const key = readKey(path)
  if (!key) throw new Error(`${path} is gone`)
  return key
}

/** @param key 32 bytes */
export function secretsOf(key: Buffer): Secrets {
  // Which key: told by the first bytes, so that another installation's is named as such.
  const mark = createHash('sha256').update('lantoa key\n').update(key).digest().subarray(0, 4)
  return {
    seal(about, words) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
      const body = Buffer.concat([cipher.update(words), cipher.final()])
      return Buffer.concat([mark, iv, cipher.getAuthTag(), body])
    },
    open(about, sealed) {
      if (!sealed.subarray(0, 4).equals(mark) || sealed.length < 32) throw new AppError('common.other_key')
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(4, 16))
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(16, 32))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(32)), decipher.final()])
      } catch (error) {
        throw new AppError('common.other_key', {}, { cause: error })
      }
    },
  }
}
