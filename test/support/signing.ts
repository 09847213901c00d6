import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../../src/platform/ids.ts'
import type { Browser } from './http.ts'

// Keys, certificates and verdicts by programs that are not ours. All names are invented.

/** A program of the system; where it is missing a test says "not run", and where CI has to have it, it fails. */
export function hasProgram(name: string): boolean {
  const found = spawnSync(name, ['-v'], { stdio: 'ignore' }).error === undefined
  if (!found && process.env['CI'] === 'true') throw new Error(`${name} is missing: see .ci/run`)
  if (!found) process.stdout.write(`not run: needs ${name}\n`)
  return found
}

export interface Issued {
  /** paths of PEM files */
  key: string
  certificate: string
}

/** A folder with what OpenSSL makes in it. */
export interface SigningFolder {
  path: (name: string) => string
  authority: (name: string, subject: string, above?: Issued) => Issued
  /** issued by an authority; `kind` of the key, `extension` lines as openssl.cnf has them */
  issue: (name: string, subject: string, by: Issued, kind?: 'rsa' | 'ec', extension?: string) => Issued
  p12: (name: string, of: Issued, password: string, ...options: string[]) => Buffer
  openssl: (...args: string[]) => Buffer
  remove: () => void
}

export function signingFolder(): SigningFolder {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-sign-'))
  const path = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): Buffer =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const keyOptions = {
    rsa: ['-newkey', 'rsa:2048'],
    ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  }
  function issue(name: string, subject: string, by: Issued | null, kind: 'rsa' | 'ec', extension: string) {
    const made = { key: path(`${name}.key`), certificate: path(`${name}.pem`) }
    const request = path(`${name}.csr`)
    const asked = ['-nodes', '-utf8', '-subj', subject, '-keyout', made.key, '-out', request]
    openssl('req', '-new', ...keyOptions[kind], ...asked)
    writeFileSync(path(`${name}.cnf`), extension)
    const signer = by ? ['-CA', by.certificate, '-CAkey', by.key] : ['-signkey', made.key]
    const extensions = ['-extfile', path(`${name}.cnf`), '-days', '3650', '-out', made.certificate]
    openssl('x509', '-req', '-in', request, ...signer, '-CAcreateserial', ...extensions)
    return made
  }
  return {
    path,
    openssl,
    authority: (name, subject, above) =>
      issue(
        name,
        subject,
        above ?? null,
        'ec',
        'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign',
      ),
    issue: (
      name,
      subject,
      by,
      kind = 'ec',
      extension = 'keyUsage=critical,digitalSignature,nonRepudiation',
    ) => issue(name, subject, by, kind, extension),
    p12(name, of, password, ...options) {
      const out = path(`${name}.p12`)
      const given = ['-inkey', of.key, '-in', of.certificate, '-passout', `pass:${password}`]
      openssl('pkcs12', '-export', ...given, '-out', out, ...options)
      return readFileSync(out)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The two pieces that a signature covers, and the signature, cut out by the bytes of its last ByteRange. */
export function cutSignature(pdf: Buffer, field: 'first' | 'last' = 'last'): { signed: Buffer; cms: Buffer } {
  const ranges = [...pdf.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/g)]
  const [, before, behind, rest] = (ranges.at(field === 'first' ? 0 : -1) ?? []).map(Number)
  if (before === undefined || behind === undefined || rest === undefined) throw new Error('no ByteRange')
  const hex = pdf.subarray(before + 1, behind - 1).toString('latin1')
  return {
    signed: Buffer.concat([pdf.subarray(0, before), pdf.subarray(behind, behind + rest)]),
    cms: Buffer.from(hex, 'hex'),
  }
}

/** What pdfsig (Poppler, NSS) says of each signature. */
export function pdfsig(
  path: string,
): { name: string; subject: string; type: string; verdict: string; total: boolean }[] {
  const output = spawnSync('pdfsig', ['-nocert', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  }).stdout
  return output
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((text) => {
      const line = (label: string): string => new RegExp(`- ${label}: (.*)`).exec(text)?.[1] ?? ''
      return {
        name: line('Signer Certificate Common Name'),
        subject: line('Signer full Distinguished Name'),
        type: line('Signature Type'),
        verdict: line('Signature Validation'),
        total: text.includes('- Total document signed'),
      }
    })
}

/** A PDF written by hand: objects by number, a classic table or (`packed`) streams for objects and cross-reference. */
export function handmadePdf(objects: Record<number, string>, packed: number[] = []): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets = new Map<number, number>()
  const length = (): number => pieces.reduce((sum, piece) => sum + piece.length, 0)
  const put = (number: number, body: string): void => {
    offsets.set(number, length())
    pieces.push(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1'))
  }
  for (const [number, body] of Object.entries(objects))
    if (!packed.includes(Number(number))) put(Number(number), body)
  const size = Math.max(...Object.keys(objects).map(Number)) + 1
  if (packed.length === 0) {
    const start = length()
    const rows = Array.from({ length: size }, (_, n) =>
      offsets.has(n) ? `${String(offsets.get(n)).padStart(10, '0')} 00000 n \n` : '0000000000 65535 f \n',
    )
    pieces.push(
      Buffer.from(
        `xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
      ),
    )
    return Buffer.concat(pieces)
  }
  const bodies = packed.map((number) => objects[number] ?? 'null')
  const heads = packed
    .map((number, i) => `${number} ${bodies.slice(0, i).join(' ').length + (i > 0 ? 1 : 0)}`)
    .join(' ')
  const content = `${heads} ${bodies.join(' ')}`
  put(
    size,
    `<</Type/ObjStm/N ${packed.length}/First ${heads.length + 1}/Length ${content.length}>>\nstream\n${content}\nendstream`,
  )
  const start = length()
  const rows = Array.from({ length: size + 2 }, (_, n) => {
    const row = Buffer.alloc(6)
    const at = n === size + 1 ? start : offsets.get(n)
    row[0] = packed.includes(n) ? 2 : at === undefined ? 0 : 1
    row.writeUInt32BE(packed.includes(n) ? size : (at ?? 0), 1)
    row[5] = Math.max(0, packed.indexOf(n))
    return row
  })
  const table = Buffer.concat(rows)
  const dict = `<</Type/XRef/Size ${size + 2}/W[1 4 1]/Root 1 0 R/Length ${table.length}>>`
  pieces.push(Buffer.from(`${size + 1} 0 obj\n${dict}\nstream\n`), table)
  pieces.push(Buffer.from(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`))
  return Buffer.concat(pieces)
}

/** A page that says a few words. */
export function smallPdf(packed = false, words = 'Van ban'): Buffer {
  const content = `BT /F1 12 Tf 72 720 Td (${words}) Tj ET`
  const objects = {
    1: '<</Type/Catalog/Pages 2 0 R>>',
    2: '<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>',
    3: '<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    4: `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  }
  return handmadePdf(objects, packed ? [1, 2, 3, 5] : [])
}

/** The password of every key that the tests keep. */
export const keyPassword = 'mật khẩu của khóa'

/** Keeps a PKCS#12 file as a key of the person, or of the person's agency. */
export function addKey(by: Browser, kind: 'signature' | 'seal', file: Buffer, more: object = {}) {
  const id = newId()
  const body = { id, kind, file: file.toString('base64'), password: keyPassword, ...more }
  return by.call('POST', 'signing-keys', body, { requestId: id })
}

/** Signs or seals what lies under a path with the first key of a kind that the person finds. */
export async function signWithKey(
  by: Browser,
  path: string,
  kind: 'signature' | 'seal',
  password = keyPassword,
) {
  const { rows } = (await by.call('GET', 'signing-keys')).json<{ rows: { id: string; kind: string }[] }>()
  return by.call('POST', `${path}/sign`, { keyId: rows.find((k) => k.kind === kind)?.id ?? '', password })
}
