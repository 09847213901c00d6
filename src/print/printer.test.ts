import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fork } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { extractRawText } from 'mammoth'
import { compose, type OfficialDocument } from '../document/write/index.ts'
import { shortPlan } from '../document/write/samples.ts'
import { wordsOf } from '../document/write/words.ts'
import { openPrinter, type Printer, PrintError, type PrinterOptions, printPaths } from './index.ts'

let templates = ''
let printer: Printer | undefined

beforeAll(async () => {
  templates = await mkdtemp(join(tmpdir(), 'lantoa-print-'))
  const head = '#set document(date: datetime(year: 2024, month: 1, day: 5))\n'
  await writeFile(join(templates, 'word.typ'), `${head}#json(bytes(sys.inputs.data)).word`)
  await writeFile(join(templates, 'hang.typ'), '#for i in range(1000000) { for j in range(1000000) { } }')
  await writeFile(join(templates, 'wrong.typ'), '#panic("no such clause")')
  await writeFile(join(templates, 'outside.typ'), '#read("../../etc/hostname")')
})
afterAll(() => rm(templates, { recursive: true, force: true }))
afterEach(() => printer?.close())

function open(options: Partial<PrinterOptions> = {}): Printer {
  printer = openPrinter({ paths: { ...printPaths(), templates }, ...options })
  return printer
}

function lives(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function untilDead(pid: number | undefined): Promise<void> {
  for (let i = 0; i < 100 && lives(pid); i++) await wait(50)
  expect(lives(pid)).toBe(false)
}

/** How the kernel schedules a process: the 41st field of its line in proc(5), which begin behind the name in brackets. */
async function policyOf(pid: number | undefined): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8')
  const policy = line.slice(line.lastIndexOf(')') + 2).split(' ')[38]
  return { '0': 'other', '5': 'idle' }[policy ?? ''] ?? `policy ${policy}`
}

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-'

describe('the printer', () => {
  it('answers requests in turn from one child', async () => {
    const { render, pid } = open()
    expect(pid()).toBeUndefined()
    const [first, second] = await Promise.all([
      render('word', { word: 'một' }),
      render('word', { word: 'hai' }),
    ])
    const child = pid()
    const third = await render('word', { word: 'một' })
    expect(isPdf(first)).toBe(true)
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false)
    expect(Buffer.from(first).equals(Buffer.from(third))).toBe(true)
    expect(pid()).toBe(child)
  })

  it('kills a template that hangs, refuses that document and prints the ones behind it', async () => {
    const { render, pid } = open({ timeoutMs: 5000 })
    await render('word', { word: 'trước' })
    const before = pid()
    const hanging = render('hang', {})
    const next = render('word', { word: 'sau' })
    await expect(hanging).rejects.toMatchObject({ name: 'PrintError', kind: 'timeout' })
    expect(isPdf(await next)).toBe(true)
    expect(pid()).not.toBe(before)
    await untilDead(before)
  })

  it.runIf(process.platform === 'linux')(
    'works only while nobody else wants the processor where it is told so, and with a priority once that took too long',
    async () => {
      const { render, pid } = open({ patienceMs: 10_000, timeoutMs: 5_000 })
      const hanging = render('hang', {})
      const next = render('word', { word: 'sau' })
      const before = pid()
      await vi.waitFor(async () => expect(await policyOf(before)).toBe('idle'), 10_000)
      // given to a second child, which then has all the time that a document may take
      await vi.waitUntil(() => pid() !== before, 20_000)
      const pressed = pid()
      expect(await policyOf(pressed)).toBe('other')
      await untilDead(before)
      await expect(hanging).rejects.toMatchObject({ kind: 'timeout' })
      expect(isPdf(await next)).toBe(true)
      expect(pid()).not.toBe(pressed)
    },
  )

  it('writes .docx in the same child, and says what of it can not be written', async () => {
    const { render, renderPaper, pid } = open()
    await render('word', { word: 'trước' })
    const child = pid()
    const [docx] = await renderPaper(shortPlan, ['docx'])
    const { value } = await extractRawText({ buffer: Buffer.from(docx ?? []) })
    expect(value.split(/\s+/).filter((word) => word !== '')).toEqual(wordsOf(compose(shortPlan)))
    const none = { ...shortPlan, header: null } as unknown as OfficialDocument
    await expect(renderPaper(none, ['docx'])).rejects.toMatchObject({ kind: 'refused' })
    expect(isPdf(await render('word', { word: 'sau' }))).toBe(true)
    expect(pid()).toBe(child)
  })

  it('says what a template refuses, and goes on with the same child', async () => {
    const { render, pid } = open()
    await expect(render('wrong', {})).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no such clause') as string,
    })
    const child = pid()
    await expect(render('outside', {})).rejects.toMatchObject({ kind: 'refused' })
    await expect(render('missing', {})).rejects.toMatchObject({ kind: 'refused' })
    await expect(render('../word', { word: 'x' })).rejects.toMatchObject({ kind: 'refused' })
    expect(isPdf(await render('word', { word: '#panic()' }))).toBe(true)
    expect(pid()).toBe(child)
  })

  it('starts another child after so many documents, after a crash, and after a rest', async () => {
    const { render, pid } = open({ documentsPerChild: 2, idleMs: 200 })
    await render('word', { word: '1' })
    const first = pid()
    await render('word', { word: '2' })
    expect(pid()).toBeUndefined()
    await untilDead(first)

    await render('word', { word: '3' })
    const second = pid()
    if (second === undefined) throw new Error('no child')
    const lost = render('hang', {})
    await wait(300)
    process.kill(second, 'SIGKILL')
    await expect(lost).rejects.toMatchObject({ kind: 'crashed' })

    await render('word', { word: '4' })
    const third = pid()
    await untilDead(third)
    expect(pid()).toBeUndefined()
    expect(isPdf(await render('word', { word: '5' }))).toBe(true)
  })

  it('ends its child when closed, refusing what waits', async () => {
    const { render, pid, close } = open()
    await render('word', { word: '1' })
    const child = pid()
    const waiting = [render('hang', {}), render('word', { word: '2' })]
    const refused = Promise.allSettled(waiting)
    await close()
    expect(lives(child)).toBe(false)
    for (const result of await refused) {
      expect(result.status === 'rejected' && result.reason instanceof PrintError && result.reason.kind).toBe(
        'closed',
      )
    }
    await expect(render('word', { word: '3' })).rejects.toMatchObject({ kind: 'closed' })
  })

  it('leaves no child behind when its process is killed, even while native code hangs', async () => {
    const script = join(templates, 'parent.ts')
    await writeFile(
      script,
      `import { openPrinter } from ${JSON.stringify(new URL('./printer.ts', import.meta.url).href)}
       const printer = openPrinter({ paths: ${JSON.stringify({ ...printPaths(), templates })} })
       await printer.render('word', { word: 'x' })
       void printer.render('hang', {})
       process.send?.(printer.pid())`,
    )
    const parent = fork(script, [], { execArgv: [] })
    const child = await new Promise<number>((resolve) =>
      parent.once('message', (pid) => resolve(Number(pid))),
    )
    await wait(300)
    expect(lives(child)).toBe(true)
    parent.kill('SIGKILL')
    await untilDead(child)
  })

  it('lets its process end by itself while the child rests', async () => {
    const script = join(templates, 'resting.ts')
    await writeFile(
      script,
      `import { openPrinter } from ${JSON.stringify(new URL('./printer.ts', import.meta.url).href)}
       const printer = openPrinter({ paths: ${JSON.stringify({ ...printPaths(), templates })} })
       await printer.render('word', { word: 'x' })`,
    )
    const parent = fork(script, [], { execArgv: [] })
    const code = await new Promise((resolve) => parent.once('exit', resolve))
    expect(code).toBe(0)
  })
})
