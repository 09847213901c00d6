import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sharedFolder } from '../config.ts'
import { fold, openDocument, readText, type ReadDocument } from './index.ts'

// Original files of real offices lie outside the repository; without them this file says so and proves nothing. The one that is a
// scan takes its time: `npm run prove -- scans`.
const shared = sharedFolder()
const folder = join(shared ?? '', 'corpus/dev')
if (shared === null) process.stdout.write('not run: no ../shared\n')

interface Labels {
  file?: string
  ocr?: boolean
  header: Record<string, string | string[] | null>
  citations: {
    numberSymbol: string | null
    title?: string
    type: string
    date: string | null
    kind: string
  }[]
  recipients: string[] | null
  signer: { position: string | null; name: string | null } | null
}

function labelled(ocr: boolean): [name: string, labels: Labels][] {
  if (shared === null) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, Labels] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Labels])
    .filter(
      ([, { file, ocr: scanned }]) =>
        file !== undefined && existsSync(join(folder, file)) && (scanned ?? false) === ocr,
    )
}

const plain = (words: string | null | undefined) =>
  (words ?? '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[–—−]/g, '-')
    .replace(/uỷ/g, 'ủy')
    .replace(/oà/g, 'òa')
    .replace(/\s+/g, '')
    .replace(/^[,.;:*_"“”-]+|[,.;:*_"“”-]+$/g, '')
const subject = (words: string) => words.replace(/^(?:v\/v|vềviệc|về)/, '')

/** What the labels say and the file was not read as; an empty list where all of it was. */
function missed(labels: Labels, read: ReadDocument): string[] {
  const destroyed = labels.header['garbled'] ?? []
  const notes: string[] = []
  for (const field of [
    'parentAgency',
    'agency',
    'place',
    'date',
    'type',
    'subject',
    'numberSymbol',
  ] as const) {
    const wanted = labels.header[field]
    if (destroyed.includes(field === 'numberSymbol' ? 'number' : field) || Array.isArray(wanted)) continue
    const [a, b] = [plain(wanted), plain(read.header[field])]
    // A subject is many words: of a scan it counts without accents.
    const scanned = labels.ocr === true && field === 'subject'
    if (scanned ? fold(subject(a)) !== fold(subject(b)) : subject(a) !== subject(b))
      notes.push(`${field}: ${String(wanted)} ≠ ${String(read.header[field])}`)
  }
  const left = read.citations.map((c) => plain([c.type, c.numberSymbol ?? c.title, c.date].join(' ')))
  for (const { type, numberSymbol, title, date, kind } of labels.citations) {
    const at = left.indexOf(plain([type, numberSymbol ?? title, date].join(' ')))
    if (at >= 0) left.splice(at, 1)
    else if (kind !== 'self') notes.push(`citation ${numberSymbol ?? title ?? ''}`)
  }
  const names = read.recipients.map(({ text }) => plain(text))
  for (const wanted of labels.recipients ?? [])
    if (!names.some((name) => name.includes(plain(wanted)))) notes.push(`recipient ${wanted}`)
  if (labels.signer?.name && plain(read.signer?.name) !== plain(labels.signer.name))
    notes.push(`signer ${labels.signer.name} ≠ ${String(read.signer?.name)}`)
  return notes
}

test.skipIf(shared === null)(
  'original files in .doc, .docx and .pdf are read as their labels say',
  async () => {
    const files = labelled(false)
    expect(files.length).toBeGreaterThanOrEqual(6)
    for (const [name, labels] of files) {
      const opened = await openDocument(readFileSync(join(folder, labels.file ?? '')), labels.file ?? '')
      expect(missed(labels, readText(opened.text)), name).toEqual([])
    }
  },
)

test.skipIf(shared === null || process.env['LANTOA_PROVE'] !== 'scans')(
  'an original scan: its head as the labels say, its citations in place',
  { timeout: 900_000 },
  async () => {
    for (const [name, labels] of labelled(true)) {
      const opened = await openDocument(readFileSync(join(folder, labels.file ?? '')), labels.file ?? '')
      expect(missed(labels, readText(opened.text, { scanned: true })), name).toEqual([])
    }
  },
)
