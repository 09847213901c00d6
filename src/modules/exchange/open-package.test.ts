import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { letterPackage } from '../../../test/support/packages.ts'
import {
  noAgency,
  packAttachment,
  statusOf,
  writeEdxml,
  writeEdxmlStatus,
} from '../../document/edxml/index.ts'
import { unpackPackage } from '../../document/edxml/unpack.ts'
import { openPackage } from './open-package.ts'

// What a package may do that somebody else wrote: be taken apart, or be refused with a reason, nothing else.

const holding = (files: readonly { name: string; bytes: Uint8Array }[]) =>
  letterPackage({
    number: '90',
    subject: 'Gói thử',
    from: ['H99.05', 'Sở Thông tin tỉnh Hà Thanh'],
    to: ['H99.12', 'Phòng Nội vụ huyện Vân Sơn'],
    files,
  })
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024)

describe('a package', () => {
  it('gives what it says and its files, which are gone afterwards', async () => {
    const bytes = randomBytes(100_000)
    const sent = holding([
      { name: 'ke-hoach.bin', bytes },
      { name: 'phu-luc.txt', bytes: Buffer.from('Phụ lục') },
    ])
    const { attachments: _, ...said } = sent
    const opened = await openPackage(writeEdxml(sent))
    expect(opened.message).toEqual(said)
    expect(await opened.files[0]?.bytes()).toEqual(bytes)
    await opened.close()
    await expect(opened.files[0]?.bytes()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that only tells a status is read at once', async () => {
    const about = { organId: 'H99.05', code: '90/KH-STT', documentId: '', date: '2024-06-10' }
    const status = statusOf(about, { ...noAgency, id: 'H99.12', name: 'Phòng Nội vụ' }, '03', {
      description: '',
      at: new Date('2024-06-17T01:42:00Z'),
    })
    const { message, files } = await openPackage(writeEdxmlStatus(status))
    expect([message, files]).toEqual([status, []])
  })

  it('that holds more than it may is refused, however small it is itself', async () => {
    const one = writeEdxml(holding([{ name: 'a.bin', bytes: zeros(41) }]))
    expect(one.byteLength).toBeLessThan(64 * 1024)
    await expect(openPackage(one)).rejects.toMatchObject({ code: 'exchange.too_large_inside' })
    // Each file for itself is no larger than it may be: their sum is.
    const three = writeEdxml(holding([1, 2, 3].map((n) => ({ name: `${n}.bin`, bytes: zeros(1) }))))
    const folder = mkdtempSync(join(tmpdir(), 'lantoa-unpack-'))
    await expect(unpackPackage(three, folder, 2 * 1024 * 1024)).rejects.toMatchObject({
      code: 'document.too_large',
    })
    rmSync(folder, { recursive: true })
  })

  it('with a password on a file is refused', async () => {
    const zip = Buffer.from(packAttachment({ name: 'mat.txt', bytes: Buffer.from('mật khẩu') }))
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    zip.writeUInt16LE(zip.readUInt16LE(6) | 1, 6)
    zip.writeUInt16LE(zip.readUInt16LE(central + 8) | 1, central + 8)
    const sent = holding([{ name: 'mat.txt', bytes: Buffer.from('x') }])
    for (const attachment of sent.attachments) attachment.bytes = zip
    await expect(openPackage(writeEdxml(sent))).rejects.toMatchObject({ code: 'exchange.encrypted' })
  })

  it('that takes longer than its process may costs that process alone', async () => {
    const sent = writeEdxml(holding([{ name: 'a.bin', bytes: randomBytes(256 * 1024) }]))
    // No process is up within a millisecond.
    await expect(openPackage(sent, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'exchange.too_heavy' })
  })

  it('with a file that would lie outside its folder is refused', async () => {
    const bytes = writeEdxml(holding([{ name: '../../ngoai.txt', bytes: Buffer.from('ngoài') }]))
    await expect(openPackage(bytes)).rejects.toMatchObject({ code: 'exchange.unreadable' })
  })

  it.each([
    ['elements without end', `<edXML><MessageHeader>${'<a>'.repeat(60_000)}`],
    ['no package', 'Không phải gói '.repeat(10_000)],
    ['a little of nothing', ''],
  ])('that is %s is refused', async (_what, words) => {
    await expect(openPackage(Buffer.from(words))).rejects.toMatchObject({ code: 'exchange.unreadable' })
  })
})
