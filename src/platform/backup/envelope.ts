import { Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { BackupError } from './format.ts'

/** First bytes of an age file; a plain backup begins with the name of its first entry. */
const ageMark = 'age-encryption.org/'

/**
 * A key of the administrator. Backups are made with the recipient alone; only who has the identity can open them.
 * @returns identity `AGE-SECRET-KEY-1…` and recipient `age1…`, readable by any age program
 */
export async function makeBackupKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** For whom backups are to be encrypted that a key opens. */
export async function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity.trim())
}

/** Whether a text is a recipient that backups can be encrypted for. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** Writes a stream out, encrypted for a recipient; null leaves it readable. */
export async function seal(input: Readable, output: Writable, recipient: string | null): Promise<void> {
  if (recipient === null) return pipeline(input, output)
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const encrypted = await encrypter.encrypt(webOf(input))
  await pipeline(nodeOf(encrypted), output)
}

/**
 * Opens a backup, encrypted or not.
 * @throws BackupError needs_key without an identity, wrong_key with another's
 */
export async function unseal(input: Readable, identity: string | null): Promise<Readable> {
  const start = await firstBytes(input, ageMark.length)
  if (start.toString('latin1') !== ageMark) return input
  if (identity === null) throw new BackupError('needs_key')
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(identity.trim())
    const opened = nodeOf(await decrypter.decrypt(webOf(input)))
    // Whatever fails from here on is an altered or cut file: the key has opened its head.
    const checked = new Transform({ transform: (chunk, _, done) => done(null, chunk) })
    opened.on('error', () => checked.destroy(new BackupError('altered')))
    return opened.pipe(checked)
  } catch (error) {
    throw new BackupError('wrong_key', error instanceof Error ? error.message : '')
  }
}

async function firstBytes(input: Readable, n: number): Promise<Buffer> {
  let held = Buffer.alloc(0)
  for (;;) {
    const chunk: unknown = input.read()
    if (Buffer.isBuffer(chunk)) held = Buffer.concat([held, chunk])
    if (held.length >= n || input.readableEnded || input.destroyed) break
    if (chunk === null)
      await new Promise<void>((resolve, reject) => {
        input.once('readable', resolve).once('end', resolve).once('error', reject)
      })
  }
  if (held.length > 0) input.unshift(held)
  return held.subarray(0, n)
}

// Node's own types of web streams and those of lib.dom describe the same objects.
function webOf(input: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(input)
}
function nodeOf(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream)
}
