import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { execFileSync } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import type { PaperRequest, PdfRequest, PrintAnswer, PrintRequest } from './messages.ts'

// The child process: makes one paper after another. Arguments: folder of templates, folder of fonts, `idle` for one that
// works only while nobody else wants the processor.

/** Compiled results stay cached inside the compiler: without this, 836 MB after 500 documents. */
const EVICT_EVERY = 20
const MEMORY_LIMIT = 1024 * 1024 * 1024
const WATCH_MS = 1000

if (isMainThread) serve()
else watch()

function serve(): void {
  const [templates = '', fonts = '', pace = ''] = process.argv.slice(2)
  const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontPaths: [fonts] }] })
  let printed = 0
  // Read here: on a busy machine the thread may begin only after the parent was killed.
  const watcher = new Worker(fileURLToPath(import.meta.url), { workerData: process.ppid })
  watcher.unref()
  // Whoever waits for a page of the server comes before whoever waits for papers. On Linux this is the priority of this
  // thread and of those that it begins from here on: the watcher keeps its own, and ends a child also on a busy machine.
  setPriority(10)
  if (pace === 'idle') giveWay()
  process.on('disconnect', () => process.exit(0))
  // A parent that was killed meanwhile is told by 'disconnect'; without a listener here it would be a fault.
  const send = (answer: PrintAnswer) => process.send?.(answer, () => undefined)
  process.on('message', (request: PrintRequest) => {
    const done = (answer: PrintAnswer) => {
      send(answer)
      if (++printed % EVICT_EVERY > 0) return
      compiler.evictCache(0)
      // A page's layout is held by a small object of ours that V8 has no reason to look for: 1 MB each stayed until the end.
      globalThis.gc?.()
    }
    if ('paper' in request) return void makePaper(compiler, templates, request).then(done)
    done(print(compiler, templates, request))
  })
}

/**
 * Idle scheduling (Linux, sched(7)): whoever wakes up has the core at once, where a merely low priority keeps it for its
 * slice of some milliseconds, and an answer that asks the database ten times waits for as many slices. Elsewhere, and
 * where `chrt` (util-linux) is missing, the low priority stays.
 */
function giveWay(): void {
  try {
    execFileSync('chrt', ['--idle', '--pid', '0', String(process.pid)], { stdio: 'ignore' })
  } catch {
    // as said: it stays
  }
}

/**
 * Native code that runs away hears neither a message nor a signal handler, and a parent killed meanwhile could not stop
 * it. This second thread ends the process when the parent has gone, or when memory runs over.
 */
function watch(): void {
  const parent: unknown = workerData
  setInterval(() => {
    if (process.ppid !== parent || process.memoryUsage.rss() > MEMORY_LIMIT)
      process.kill(process.pid, 'SIGKILL')
  }, WATCH_MS)
}

async function makePaper(
  compiler: NodeCompiler,
  templates: string,
  { id, paper, formats }: PaperRequest,
): Promise<PrintAnswer> {
  try {
    // loaded when the first is wanted: a child may set other pages only
    const { compose } = await import('../document/write/index.ts')
    const composition = compose(paper)
    const files: Uint8Array[] = []
    for (const format of formats) {
      if (format === 'docx') {
        const { composedDocx } = await import('../document/write/docx.ts')
        files.push(await composedDocx(composition))
      } else {
        const { officialData } = await import('./official-data.ts')
        const data = JSON.stringify(officialData(composition))
        const made = print(compiler, templates, { id, template: 'official', data, options: {} })
        if ('error' in made) return made
        files.push(...made.files)
      }
    }
    return { id, files, found: [] }
  } catch (error) {
    return { id, error: String(error) }
  }
}

function print(compiler: NodeCompiler, templates: string, request: PdfRequest): PrintAnswer {
  const { id, template, data, options } = request
  try {
    const compiled = compiler.compile({ mainFilePath: `${templates}/${template}.typ`, inputs: { data } })
    const document = compiled.result
    if (document === null)
      return { id, error: JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? []) }
    const found: unknown =
      options.label === undefined
        ? []
        : compiler.query(document, { selector: `<${options.label}>`, field: 'value' })
    const bytes = exportPdf(compiler, document, options.untagged !== true)
    return { id, files: [bytes], found: Array.isArray(found) ? found : [] }
  } catch (error) {
    return { id, error: String(error) }
  }
}

/**
 * PDF/A-2b, tagged. That standard forbids a letter that no font here can draw (an emoji in a pasted text): such a
 * document still prints, as a plain tagged PDF 1.7, rather than not at all.
 */
function exportPdf(compiler: NodeCompiler, document: NodeTypstDocument, pdfTags: boolean): Uint8Array {
  // used only for drafts: an issued document carries its own date
  const creationTimestamp = Math.floor(Date.now() / 1000)
  try {
    return compiler.pdf(document, { pdfStandard: 'a-2b', creationTimestamp, pdfTags })
  } catch (error) {
    if (!String(error).includes('could not be displayed')) throw error
    return compiler.pdf(document, { pdfStandard: '1.7', creationTimestamp, pdfTags })
  }
}
