import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../config.ts'
import { knownDocument, makeRegister, type KnownEntry, type Register } from '../document/known/index.ts'
import { lint, type Finding } from '../document/lint/index.ts'
import { openDocument } from '../document/open/open.ts'
import { translate, type Locale } from '../messages/index.ts'
import { cliLocale, complain } from './help.ts'
import { fileErrorCode } from './read.ts'

const options = ['--text', '--plain', '--unknown']

/**
 * `lantoa lint [--plain] [--text] [--unknown] FILE…`: what is wrong, or looks wrong, in each file. One line of JSON a file, in
 * order: `source`, `text` (with --text, and for what is not .txt) and `findings`, each with `code`, `severity`, `start`,
 * `end`, `sentence`, `article` and `correction` (`{start, end, words}` or null); or `source` and `error {code, message}`. With
 * --plain a line for people for each finding: file, line, column, sentence, article. With --unknown also citations that the
 * register of known documents does not have. Nothing is changed.
 * @returns exit status: 0, 1 where a file has an error or could not be read (after all are done), 2 for a wrong call
 */
export async function lintCommand(args: string[]): Promise<number> {
  const files = args.filter((arg) => !arg.startsWith('--'))
  if (args.some((arg) => arg.startsWith('--') && !options.includes(arg)) || files.length === 0) {
    complain('cli.lint.usage')
    return 2
  }
  const register = await knownRegister()
  const locale = cliLocale()
  let failed = false
  for (const source of files) {
    try {
      const opened = await openDocument(await readFile(source), source)
      const found = lint(opened.text, {
        today: today(),
        register,
        abbreviations: [],
        places: [],
        unknown: args.includes('--unknown'),
      })
      failed ||= found.some((finding) => finding.severity === 'error')
      const text = args.includes('--text') || opened.format !== 'txt' ? { text: opened.text } : {}
      if (args.includes('--plain')) {
        for (const finding of found) await write(plainLine(source, opened.text, finding, locale))
      } else await write(JSON.stringify({ source, ...text, findings: found.map((f) => shown(f, locale)) }))
    } catch (error) {
      failed = true
      const code = fileErrorCode(error)
      const message = translate(locale, `cli.read.${code}`)
      await write(
        args.includes('--plain')
          ? `${source}: ${message}`
          : JSON.stringify({ source, error: { code, message } }),
      )
    }
  }
  return failed ? 1 : 0
}

/** The register that comes with the program; what an installation has added is in its database. */
async function knownRegister(): Promise<Register> {
  const file = join(projectRoot, 'data/known-documents.json')
  const { items } = JSON.parse(await readFile(file, 'utf8')) as { items: KnownEntry[] }
  return makeRegister(items.map(knownDocument))
}

function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
}

function shown({ code, severity, start, end, params, article, correction }: Finding, locale: Locale) {
  const sentence = translate(locale, `lint.${code}`, params)
  return {
    code,
    severity,
    start,
    end,
    sentence,
    article: translate(locale, `lint.article.${article}`),
    correction,
  }
}

function plainLine(source: string, text: string, finding: Finding, locale: Locale): string {
  const before = text.slice(0, finding.start).split('\n')
  const { sentence, article } = shown(finding, locale)
  const severity = translate(locale, `lint.severity.${finding.severity}`)
  return `${source}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: ${severity}: ${sentence} [${finding.code}; ${article}]`
}

/** Waits until a pipe has taken the line, so that a big answer is whole when the process exits. */
function write(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()))
  })
}
