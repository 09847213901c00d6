import { translate, type Locale } from '../messages/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'

/** The language of the command line: LANG, Vietnamese unless it names another. */
export function cliLocale(): Locale {
  const lang = process.env['LC_ALL'] ?? process.env['LANG'] ?? ''
  return /^en/i.test(lang) ? 'en' : 'vi'
}

/** Prints a sentence in the user's language to standard output. */
export function say(key: string, params?: Record<string, string | number>): void {
  process.stdout.write(`${translate(cliLocale(), key, params)}\n`)
}

/** Prints a sentence to standard error. */
export function complain(key: string, params?: Record<string, string | number>): void {
  process.stderr.write(`${translate(cliLocale(), key, params)}\n`)
}

/**
 * Prints the sentence of an error that a use case foresees.
 * @returns exit status 1
 * @throws any other error
 */
export function complainOfRefusal(error: unknown): number {
  if (!(error instanceof AppError)) throw error
  process.stderr.write(`${sentenceOf(cliLocale(), error.code, error.params)}\n`)
  return 1
}

/** `lantoa help`: what there is. */
export async function helpCommand(): Promise<number> {
  say('cli.help')
  return 0
}

/** @returns exit status 2: the call's words are off */
export function unknownCommand(command: string): number {
  complain('cli.unknown', { command })
  say('cli.help')
  return 2
}
