import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../src/document/index.ts'
import { projectRoot } from '../src/config.ts'
import { median, type Figure } from './support.ts'

/**
 * Reading a document into header, sections, citations and recipients, in MB of its text a second. Two limits beside it:
 * one bare pass of a regular expression over the text, and writing the answer down as JSON. The first reading of a process
 * is a figure of its own: it also compiles the reader; the others are taken of a process that has read for some seconds.
 */
export async function reading(): Promise<Figure[]> {
  const text = readFileSync(join(projectRoot, 'data/demo/plans/2026-so-gddt.txt'), 'utf8')
  const megabytes = Buffer.byteLength(text) / 1_000_000
  const first = text.repeat(Math.ceil(1 / megabytes))
  const firstSpeed = Buffer.byteLength(first) / 1_000_000 / timed(() => readText(first))
  const warmUntil = performance.now() + 8_000
  while (performance.now() < warmUntil) {
    readText(first)
    for (let i = 0; i < 100; i += 1) readText(text)
  }
  const answer = readText(text)
  if (answer.citations.length === 0 || answer.sections.length === 0) throw new Error('nothing was read')
  const speeds = { ours: [] as number[], pass: [] as number[], json: [] as number[] }
  for (let round = 0; round < 30; round += 1) {
    speeds.ours.push(megabytes / secondsOf(() => readText(text)))
    speeds.pass.push(megabytes / secondsOf(() => [...text.matchAll(/\d+\/\p{Lu}[\p{Lu}&-]*/gu)].length))
    speeds.json.push(megabytes / secondsOf(() => JSON.stringify(answer)))
  }
  const ours = median(speeds.ours)
  // Linear: the same text a hundred and a thousand times over is read no slower.
  const longer = [1, 10].map((wanted): Figure => {
    const long = text.repeat(Math.ceil(wanted / megabytes))
    const size = Buffer.byteLength(long) / 1_000_000
    const rounds = Array.from({ length: 5 }, () => size / secondsOf(() => readText(long).citations.length))
    const bare = size / secondsOf(() => [...long.matchAll(/\d+\/\p{Lu}[\p{Lu}&-]*/gu)].length)
    return {
      name: `reading ${wanted} MB, beside one bare \`matchAll\``,
      unit: 'MB/s',
      ours: median(rounds),
      bare,
    }
  })
  return [
    { name: 'reading, beside one bare `matchAll`', unit: 'MB/s', ours, bare: median(speeds.pass) },
    { name: 'reading, beside `JSON.stringify` of the answer', unit: 'MB/s', ours, bare: median(speeds.json) },
    ...longer,
    {
      name: 'the first 1 MB that a process reads, beside the same when it has read for some seconds',
      unit: 'MB/s',
      ours: firstSpeed,
      bare: longer[0]?.ours ?? 0,
    },
  ]
}

/** Seconds of one run. */
function timed(run: () => unknown): number {
  const started = performance.now()
  run()
  return (performance.now() - started) / 1_000
}

/** Seconds of one run, over as many as fill twenty milliseconds. */
function secondsOf(run: () => unknown): number {
  const started = performance.now()
  let runs = 0
  let took = 0
  while (took < 20) {
    run()
    runs += 1
    took = performance.now() - started
  }
  return took / runs / 1_000
}
