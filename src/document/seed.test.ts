import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sharedFolder } from '../config.ts'
import { readText } from './index.ts'
import type { Section } from './model.ts'

// The real plan that the project grew from lies outside the repository; without it this file says so and proves nothing.
const shared = sharedFolder()

interface Labels {
  header: Record<string, string>
  citations: {
    text: string
    start: number
    end: number
    type: string
    numberSymbol: string
    date: string | null
    issuer: string | null
  }[]
  recipients: string[]
}

if (shared === null) process.stdout.write('not run: no ../shared\n')
test.skipIf(shared === null)('the seed plan, whole', () => {
  const path = join(shared ?? '', 'seed', 'ke-hoach-75-KH-PGDDT.txt')
  const text = readFileSync(path, 'utf8')
  const labels = JSON.parse(readFileSync(path.replace(/txt$/, 'json'), 'utf8')) as Labels
  const read = readText(text)
  expect(read.header).toMatchObject(labels.header)
  expect(
    read.citations.map(({ text: words, start, end, type, numberSymbol, date, issuer }) => ({
      text: words,
      start,
      end,
      type,
      numberSymbol,
      date,
      issuer,
    })),
  ).toEqual(
    labels.citations.map(({ text: words, start, end, type, numberSymbol, date, issuer }) => ({
      text: words,
      start,
      end,
      type,
      numberSymbol,
      date,
      issuer,
    })),
  )
  expect(read.recipients.map((recipient) => recipient.text)).toEqual(labels.recipients)
  expect(read.signer).toBeNull()

  const levels = new Map<string, number>()
  const count = (section: Section): void => {
    const kind = `${section.level} ${/^[IVX]+$/.test(section.marker) ? 'part' : /^\d+$/.test(section.marker) ? 'item' : section.marker === '-' ? 'dash' : 'point'}`
    levels.set(kind, (levels.get(kind) ?? 0) + 1)
    section.sections.forEach(count)
  }
  read.sections.forEach(count)
  expect(Object.fromEntries(levels)).toEqual({
    '1 part': 3,
    '2 item': 6,
    '3 point': 8,
    '3 dash': 14,
    '4 dash': 5,
  })

  const last = read.sections.at(-1)
  const [closing] = last?.paragraphs ?? []
  expect(text.slice(closing?.start, closing?.end)).toMatch(/^Trong quá trình .*\.\/\.$/)
  expect(closing?.end).toBe(last?.end)
  expect(last?.sections.at(-1)?.end).toBeLessThan(closing?.start ?? 0)
})
