import { type ChildProcess, fork } from 'node:child_process'
import { childEnvironment } from '../document/child-environment.ts'
import type { OfficialDocument } from '../document/write/index.ts'
import type {
  PaperFormat,
  PaperRequest,
  PdfRequest,
  PrintAnswer,
  PrintOptions,
  PrintRequest,
} from './messages.ts'
import { type PrintPaths, printPaths } from './paths.ts'

/** A document could not be printed: `timeout`, `crashed` (also out of memory) or `refused` by the template, with its reason. */
export class PrintError extends Error {
  readonly kind: 'timeout' | 'crashed' | 'refused' | 'closed'
  constructor(kind: PrintError['kind'], message: string) {
    super(message)
    this.name = 'PrintError'
    this.kind = kind
  }
}

export interface PrinterOptions {
  paths: PrintPaths
  /** for one document, from the moment it is its turn; long, because the child gives way to everything else */
  timeoutMs: number
  /**
   * For one document of a child that works only while nobody else wants the processor; one that got none for this long is
   * replaced by one with a low priority, which makes the document anew. 0: every child is such a one.
   */
  patienceMs: number
  /** a child without work for this long ends */
  idleMs: number
  /** a child is replaced after this many documents, whatever its memory looks like: half a second to begin, two until its code is warm */
  documentsPerChild: number
}

export interface Printer {
  /** Renders `template` over `data` (anything JSON can hold) to the bytes of a PDF. Throws PrintError. */
  render: (template: string, data: unknown) => Promise<Uint8Array>
  /** The same, with what a label of the template holds, or without tags. Throws PrintError. */
  renderWith: (template: string, data: unknown, options: PrintOptions) => Promise<Printed>
  /** A document in its official form, as files in the order of `formats`. Throws PrintError. */
  renderPaper: (paper: OfficialDocument, formats: readonly PaperFormat[]) => Promise<Uint8Array[]>
  /** how many documents wait, with the one that is being made */
  waiting: () => number
  /** Ends the child; what still waits is refused. */
  close: () => Promise<void>
  /** process id of the child, undefined while there is none */
  pid: () => number | undefined
}

export interface Printed {
  pdf: Uint8Array
  /** values of the metadata under the label, in their order; trusted as far as the template is */
  found: unknown[]
}

interface Answered {
  files: Uint8Array[]
  found: unknown[]
}

interface Waiting {
  wanted: Omit<PdfRequest, 'id'> | Omit<PaperRequest, 'id'>
  resolve: (answered: Answered) => void
  reject: (error: PrintError) => void
}

/**
 * A queue before one child process, started when first needed. Typst is native code: it can't be interrupted, so a
 * document that takes too long costs the child its life, and the next document starts another.
 */
export function openPrinter(options: Partial<PrinterOptions> = {}): Printer {
  const { timeoutMs = 60_000, patienceMs = 0, idleMs = 60_000, documentsPerChild = 1_000 } = options
  const queue: Waiting[] = []
  let child: ChildProcess | undefined
  let printed = 0
  let givesWay = false
  let isPressed = false
  let id = 0
  let current: { waiting: Waiting; id: number; timer: NodeJS.Timeout } | undefined
  let idle: NodeJS.Timeout | undefined
  let closed = false

  function start(): ChildProcess {
    const paths = options.paths ?? printPaths()
    givesWay = patienceMs > 0 && !isPressed
    isPressed = false
    const started = fork(paths.child, [paths.templates, paths.fonts, ...(givesWay ? ['idle'] : [])], {
      serialization: 'advanced',
      // One thread each: there are as many children as cores, and two threads that share one cost more than they bring.
      env: { ...childEnvironment(), RAYON_NUM_THREADS: '1' },
      execArgv: ['--max-old-space-size=256', '--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.on('message', (answer: PrintAnswer) => {
      if (started === child) settle(answer)
    })
    started.on('error', () => lose(started))
    started.on('exit', () => lose(started))
    printed = 0
    return started
  }

  function next(): void {
    if (current !== undefined) return
    const waiting = queue.shift()
    if (waiting === undefined) return rest()
    clearTimeout(idle)
    child ??= start()
    // while it works the child keeps this process alive; while it rests it doesn't
    child.ref()
    child.channel?.ref()
    id += 1
    current = { waiting, id, timer: setTimeout(giveUp, givesWay ? patienceMs : timeoutMs) }
    const request: PrintRequest = { id, ...waiting.wanted }
    child.send(request)
  }

  function rest(): void {
    child?.unref()
    child?.channel?.unref()
    clearTimeout(idle)
    idle = setTimeout(stop, idleMs)
    idle.unref()
  }

  function settle(answer: PrintAnswer): void {
    if (current?.id !== answer.id) return
    clearTimeout(current.timer)
    const { waiting } = current
    current = undefined
    if ('files' in answer)
      // the bytes come as Buffers over the whole message
      waiting.resolve({ files: answer.files.map((bytes) => new Uint8Array(bytes)), found: answer.found })
    else waiting.reject(new PrintError('refused', answer.error))
    if (++printed >= documentsPerChild) stop()
    next()
  }

  function giveUp(): void {
    if (givesWay && current !== undefined) {
      queue.unshift(current.waiting)
      current = undefined
      stop()
      isPressed = true
      return next()
    }
    fail(new PrintError('timeout', `not printed within ${timeoutMs} ms`))
  }

  function lose(lost: ChildProcess): void {
    if (lost === child) fail(new PrintError('crashed', 'the printing process ended'))
  }

  function fail(error: PrintError): void {
    const waiting = current?.waiting
    clearTimeout(current?.timer)
    current = undefined
    stop()
    waiting?.reject(error)
    if (!closed) next()
  }

  function stop(): void {
    const stopped = child
    child = undefined
    stopped?.kill('SIGKILL')
  }

  function add(wanted: Waiting['wanted']): Promise<Answered> {
    if (closed) return Promise.reject(new PrintError('closed', 'the printer is closed'))
    return new Promise((resolve, reject) => {
      queue.push({ wanted, resolve, reject })
      next()
    })
  }

  async function renderWith(template: string, data: unknown, given: PrintOptions): Promise<Printed> {
    if (!/^[a-z]+(-[a-z]+)*$/.test(template))
      throw new PrintError('refused', `no template is called ${template}`)
    const { files, found } = await add({ template, data: JSON.stringify(data), options: given })
    const [pdf] = files
    if (!pdf) throw new PrintError('refused', 'nothing was printed')
    return { pdf, found }
  }

  return {
    render: async (template, data) => (await renderWith(template, data, {})).pdf,
    renderWith,
    renderPaper: async (paper, formats) => (await add({ paper, formats })).files,
    waiting: () => queue.length + (current === undefined ? 0 : 1),
    async close() {
      closed = true
      clearTimeout(idle)
      const ending = child
      const ended = new Promise<void>((resolve) => {
        if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) resolve()
        else ending.once('exit', () => resolve())
      })
      ending?.ref()
      const error = new PrintError('closed', 'the printer was closed')
      for (const waiting of queue.splice(0)) waiting.reject(error)
      fail(error)
      await ended
    },
    pid: () => child?.pid,
  }
}
