// One file opened and read in a process of its own; without a file the reader is loaded and no more. Prints milliseconds of the
// processor (user and system), and the most memory in MB.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { openDocument, readText } from '../src/document/index.ts'

const path = process.argv[2]
let milliseconds = 0
if (path !== undefined) {
  const bytes = readFileSync(path)
  const before = process.cpuUsage()
  const opened = await openDocument(bytes, basename(path))
  const read = readText(opened.text, { scanned: opened.format === 'scan' })
  const { user, system } = process.cpuUsage(before)
  milliseconds = (user + system) / 1000
  if (read.header.type === null) throw new Error('nothing was read')
}
// Not `maxRSS` of the process, which begins with what its parent had taken (kept over exec).
const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
process.stdout.write(JSON.stringify({ milliseconds, megabytes: Number(peak) / 1000 }))
// Recognition keeps a worker; what was asked for is printed.
process.exit(0)
