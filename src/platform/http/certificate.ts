import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { Server } from 'node:https'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Log } from '../log.ts'

/** PEM files: the certificate with those between it and its root, and its key. */
export interface CertificateFiles {
  cert: string
  key: string
}

/**
 * Reads both files and tries them together.
 * @throws what Node says: a file that can't be read, words that are no PEM, a key of another certificate
 */
export function readCertificate(files: CertificateFiles): SecureContextOptions {
  const options = {
    cert: readFileSync(files.cert),
    key: readFileSync(files.key),
    minVersion: 'TLSv1.2' as const,
  }
  createSecureContext(options)
  return options
}

/**
 * Takes a renewed certificate without a restart: both files are looked at again and again (by their times, which also
 * works through links and over a network). While they don't fit together, because only one is written, the old one stays.
 * @param every how often they are looked at (ms)
 */
export function followCertificate(
  app: FastifyInstance,
  files: CertificateFiles,
  log: Log,
  every = 10_000,
): void {
  // Fastify's type is that of a server over plain HTTP whichever it makes.
  const server: unknown = app.server
  if (!(server instanceof Server)) throw new Error('this server has no certificate')
  const take = () => {
    try {
      server.setSecureContext(readCertificate(files))
      log.info('certificate taken anew')
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'certificate not taken: the old one stays')
    }
  }
  for (const file of [files.cert, files.key]) watchFile(file, { interval: every, persistent: false }, take)
  app.addHook('onClose', async () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, take)
  })
}

/** ENOENT, EACCES, ERR_OSSL_…: what hinders, without the words, which can quote a path. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
