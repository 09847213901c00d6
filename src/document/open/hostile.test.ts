import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeCompound } from '#test/support/compound.ts'
import { runsOf } from '#test/support/runs-of.ts'
import { DocumentError, openDocument, openInChild } from '../index.ts'

// What a broken or hostile file of words may do: be refused with a reason, nothing else.

const sample = (name: string) => readFileSync(join('test/samples/words', name))
const names = ['vntime.doc', 'lists.doc', 'vntime.odt', 'lists.odt', 'vntime.rtf', 'lists.rtf']

/** Numbers from 0 below `below`, the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('changed and cut off', () => {
  test.each(names)('%s', async (name) => {
    const whole = sample(name)
    const roll = dice(1998)
    for (let round = 0; round < 40; round++) {
      const bytes = Buffer.from(whole)
      for (let change = roll(20); change >= 0; change--) bytes[roll(bytes.length)] = roll(256)
      const cut = roll(3) === 0 ? bytes.subarray(0, roll(bytes.length)) : bytes
      try {
        const opened = await openDocument(cut, name)
        for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError)
      }
    }
  })
})

describe('made to do harm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-hostile-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a directory and a chain of sectors in circles', async () => {
    const file = makeCompound({ WordDocument: Buffer.alloc(8), '1Table': Buffer.alloc(8) })
    const circle = Buffer.from(file)
    // The table of chains is the last sector: every sector is followed by itself.
    const table = circle.length - 512
    for (let sector = 0; sector < 128; sector++) circle.writeUInt32LE(sector, table + sector * 4)
    await expect(openDocument(circle, 'a.doc')).rejects.toMatchObject({ code: 'document.damaged' })
    const directory = file.indexOf(Buffer.from('Root Entry', 'utf16le'))
    const loop = Buffer.from(file)
    loop.writeUInt32LE(1, directory + 128 + 68)
    loop.writeUInt32LE(1, directory + 128 + 72)
    await expect(openDocument(loop, 'a.doc')).rejects.toBeInstanceOf(DocumentError)
  })

  test('macros beside the words are never read', async () => {
    // The same streams, and one more that no reader asks for.
    const words = makeCompound({ WordDocument: Buffer.alloc(8), Macros: Buffer.from('Sub AutoOpen()') })
    await expect(openDocument(words, 'a.doc')).rejects.toMatchObject({ code: 'document.old_word' })
    const page =
      '<html><body onload="alert(1)"><script>alert(2)</script><p onclick="x()">Kế hoạch</p><a href="javascript:y()">xem</a>'
    const { text, html } = await openDocument(Buffer.from(page), 'a.doc')
    expect(text).toBe('Kế hoạch\nxem\n')
    expect(html).not.toMatch(/script|onload|onclick|href/)
  })

  test('tables in tables without end', async () => {
    const deep = Buffer.from(`<html>${'<table><tr><td>'.repeat(3000)}Kế hoạch`)
    await expect(openDocument(deep, 'a.html')).rejects.toMatchObject({ code: 'document.too_large' })
  })

  test('a word of a million toned letters', async () => {
    const text = 'ởừ'.repeat(500_000)
    expect((await openDocument(Buffer.from(text), 'a.txt')).text).toBe(text)
  })

  test('a text that no page can hold is refused in the child process, and that lives no longer', async () => {
    const path = join(folder, 'large')
    writeFileSync(
      path,
      `{\\rtf1 ${'Kế hoạch '
        .normalize('NFD')
        .replace(/[^\0-\x7f]/g, '?')
        .repeat(2_500_000)}}`,
    )
    await expect(openInChild(path, 'a.rtf')).rejects.toMatchObject({
      code: 'document.too_large',
    })
  })
})
