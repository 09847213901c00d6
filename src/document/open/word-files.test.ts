import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runsOf } from '#test/support/runs-of.ts'
import { typedPlan } from '#test/support/typed.ts'
import { planDocx } from '#test/support/word-plan.ts'
import { wordsRead } from '#test/support/words-read.ts'
import { openDocument, readText } from '../index.ts'

// The plan of typed.ts as word processors save it. The files were written by LibreOffice from the .docx that planDocx makes.

const sample = (name: string) => readFileSync(join('test/samples/words', name))
const planned = wordsRead(readText(typedPlan))
const lines = typedPlan.split('\n')
const column = (at: 0 | 1) => lines.slice(0, 3).map((line) => line.split('\t')[at] ?? '')
const head = [column(0), column(1)] as const

describe('the same plan is read the same', () => {
  test.each(['unicode', 'tcvn3', 'vni'] as const)('.docx, typed in %s', async (typist) => {
    const opened = await openDocument(await planDocx(lines.slice(3), { typist, head }), 'a.docx')
    expect(opened.format).toBe('docx')
    expect(wordsRead(readText(opened.text))).toEqual(planned)
  })

  test.each([
    ['vntime.doc', 'doc'],
    ['vni.doc', 'doc'],
    ['vntime.rtf', 'rtf'],
  ])('%s', async (name, format) => {
    // The ending says nothing.
    const opened = await openDocument(sample(name), 'a.txt')
    expect(opened.format).toBe(format)
    expect(wordsRead(readText(opened.text))).toEqual(planned)
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(opened.html).toMatch(/^<table><tr><td>.*<\/td><td>.*<\/td><\/tr><\/table>/)
  })
})
