import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import '../../src/app.ts'
import '../../src/cli/job-handlers.ts'
import { projectRoot } from '../../src/config.ts'
import * as en from '../../src/messages/en/index.ts'
import * as vi from '../../src/messages/vi/index.ts'
import { declaredErrors } from '../../src/platform/errors.ts'

type Files = Record<string, Record<string, string>>
const [vietnamese, english] = [vi, en] as unknown as [Files, Files]

/** Names of the arguments that a message shows; not those that only choose a plural, which Vietnamese has no need of. */
function argumentsOf(text: string): string[] {
  const names = new Set<string>()
  const visit = (parts: ReturnType<IntlMessageFormat['getAst']>) => {
    for (const part of parts) {
      if (
        'value' in part &&
        Number(part.type) !== 0 &&
        !('options' in part) &&
        typeof part.value === 'string'
      )
        names.add(part.value)
      if ('options' in part) for (const option of Object.values(part.options)) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(text, 'vi-VN').getAst())
  return [...names].sort()
}

describe('messages', () => {
  it('have the same keys in both languages', () => {
    for (const file of Object.keys(vietnamese)) {
      expect(Object.keys(english[file] ?? {}).sort(), file).toEqual(
        Object.keys(vietnamese[file] ?? {}).sort(),
      )
    }
  })

  it('use in English no argument that Vietnamese does not have', () => {
    for (const [file, table] of Object.entries(vietnamese)) {
      for (const [key, text] of Object.entries(table)) {
        const known = argumentsOf(text)
        const extra = argumentsOf(english[file]?.[key] ?? '').filter((name) => !known.includes(name))
        expect(extra, `${file}.${key}`).toEqual([])
      }
    }
  })

  it('have a sentence for every declared error', () => {
    const missing: string[] = []
    for (const code of declaredErrors().keys()) {
      const [file = '', ...rest] = code.split('.')
      if (vietnamese[file]?.[`error.${rest.join('.')}`] === undefined) missing.push(code)
    }
    expect(missing).toEqual([])
  })

  it('are named literally where they are used, and then exist', () => {
    const missing: string[] = []
    for (const folder of ['src', 'web']) {
      for (const file of readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })) {
        if (!/\.tsx?$/.test(file) || file.includes('generated') || /\.test\.tsx?$/.test(file)) continue
        const text = readFileSync(join(projectRoot, folder, file), 'utf8')
        for (const [, key = ''] of text.matchAll(/\b(?:t|say|complain)\(\s*'([a-z]+\.[\w.]+)'/g)) {
          const [name = '', ...rest] = key.split('.')
          if (vietnamese[name]?.[rest.join('.')] === undefined) missing.push(`${folder}/${file}: ${key}`)
        }
      }
    }
    expect(missing).toEqual([])
  })
})
