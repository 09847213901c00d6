import { readFile, stat } from 'node:fs/promises'
import { type Certificate, faultsOf, SignError, type SignatureReport, verifyPdf } from '../sign/index.ts'
import { translate } from '../messages/index.ts'
import { readAuthorityFile } from './authorities.ts'
import { cliLocale, complain } from './help.ts'

/** As everywhere: larger files are not taken. */
const mostBytes = 50 * 1024 * 1024

/**
 * `lantoa verify-signature [--ca FILE]… [--json] FILE.pdf…`: for each file who signed, when, whether all of it is signed and
 * whether it was altered since; with `--json` a line of JSON a file: `source`, `signatures` (each with `faults`), or
 * `source` and `error {code, message}`. Trusted are the certificates of `--ca` alone. Without a database.
 * @returns exit status: 0 where every file is signed and every signature holds in everything, 1 otherwise, 2 for a wrong call
 */
export async function verifySignatureCommand(args: string[]): Promise<number> {
  const { files, authorities, json, wrong } = sort(args)
  if (wrong || files.length === 0) {
    complain('cli.verify.usage')
    return 2
  }
  const trusted: Certificate[] = []
  for (const file of authorities) {
    const found = readAuthorityFile(file)
    if (found === null) {
      complain('cli.verify.ca', { file })
      return 2
    }
    trusted.push(...found)
  }
  let holds = true
  for (const source of files) {
    const answer = await verifyOne(source, trusted)
    holds &&= 'signatures' in answer && answer.signatures.length > 0
    holds &&= 'signatures' in answer && answer.signatures.every((report) => faultsOf(report).length === 0)
    await write(json ? JSON.stringify(jsonOf(source, answer)) : sentencesOf(source, answer).join('\n'))
  }
  return holds ? 0 : 1
}

function sort(args: string[]) {
  const files: string[] = []
  const authorities: string[] = []
  let json = false
  let wrong = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--json') json = true
    else if (arg === '--ca') {
      const file = args[++i]
      if (file === undefined) wrong = true
      else authorities.push(file)
    } else if (arg.startsWith('--')) wrong = true
    else files.push(arg)
  }
  return { files, authorities, json, wrong }
}

type Answer = { signatures: SignatureReport[] } | { code: string; key: string }

async function verifyOne(source: string, authorities: Certificate[]): Promise<Answer> {
  try {
    if ((await stat(source)).size > mostBytes)
      return { code: 'document.too_large', key: 'cli.read.document.too_large' }
    return { signatures: verifyPdf(await readFile(source), { authorities, now: new Date() }) }
  } catch (error) {
    if (error instanceof SignError) return { code: error.code, key: `sign.error.${error.code}` }
    if (!isFileError(error)) throw error
    const code = error.code === 'ENOENT' ? 'file.not_found' : 'file.unreadable'
    return { code, key: `cli.read.${code}` }
  }
}

const isFileError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)

function jsonOf(source: string, answer: Answer) {
  if ('code' in answer) return { source, error: { code: answer.code, message: say(answer.key) } }
  return { source, signatures: answer.signatures.map((report) => ({ ...report, faults: faultsOf(report) })) }
}

function sentencesOf(source: string, answer: Answer): string[] {
  if ('code' in answer) return [`${source}: ${say(answer.key)}`]
  const { signatures } = answer
  if (signatures.length === 0) return [say('sign.none', { file: source })]
  return [
    say('sign.count', { file: source, n: signatures.length }),
    ...signatures.flatMap((report, i) => [
      `  ${i + 1}. ${whoOf(report)}`,
      ...linesOf(report).map((line) => `     ${line}`),
    ]),
    `  ${say('sign.revocation')}`,
  ]
}

function whoOf({ signer, kind }: SignatureReport): string {
  if (signer === null) return say('sign.nobody')
  if (kind === 'time_stamp') return say('sign.stamp', { name: signer.short })
  const { short, organisation } = signer
  return organisation === null || organisation === short
    ? short
    : say('sign.by', { name: short, organisation })
}

function linesOf(report: SignatureReport): string[] {
  const { issuer, serial, reason, since, weak, authority } = report
  const faults = faultsOf(report)
  const values = { weak: (weak ?? '').toUpperCase(), authority: authority?.name ?? '' }
  const isWhole =
    since !== 'changed' && !faults.some((fault) => ['wrong', 'unreadable', 'part'].includes(fault))
  return [
    timeOf(report),
    ...(issuer === null ? [] : [say('sign.certificate', { serial: serial ?? '', issuer: issuer.short })]),
    ...(reason === null ? [] : [say('sign.reason', { reason })]),
    ...(isWhole ? [say(`sign.since.${since}`)] : []),
    ...faults.map((fault) => `! ${say(`sign.fault.${fault}`, values)}`),
  ]
}

function timeOf({ timeStamp, claimedTime }: SignatureReport): string {
  if (timeStamp?.known) return say('sign.time.stamped', { ...inVietnam(timeStamp.time), by: timeStamp.by })
  return claimedTime === null ? say('sign.time.none') : say('sign.time.claimed', inVietnam(claimedTime))
}

function inVietnam(iso: string): { time: string; day: string } {
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
    .format(new Date(iso))
    .split(' ')
  return { time, day: day.split('-').toReversed().join('/') }
}

const say = (key: string, values?: Record<string, string | number>): string =>
  translate(cliLocale(), key, values)

/** Waits until a pipe has taken the line, so that a big answer is whole when the process exits. */
function write(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()))
  })
}
