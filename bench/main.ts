// `npm run bench [-- NAME …]`: figures beside the bare limit, as the table that docs/performance.md holds.
import { board } from './board.ts'
import { delivery } from './delivery.ts'
import { drafting } from './drafting.ts'
import { formats } from './formats.ts'
import { lists } from './lists.ts'
import { papers } from './papers.ts'
import { reading } from './reading.ts'
import { reports } from './reports.ts'
import { start } from './start.ts'
import { machine, tableOf, withBench, type Bench, type Figure } from './support.ts'
import { crowdAlone, size } from './size/index.ts'
import { makeWorld, type World } from './world.ts'
import { writing } from './writing.ts'
import { makeYear, type Year } from './year.ts'

/** Figures of their own, and those that look at a year of an office with 1,200 schools. */
const alone: Record<string, () => Promise<Figure[]>> = { start, reading, formats, writing, papers }
const inYear: Record<string, (bench: Bench, year: Year, world: World) => Promise<Figure[]>> = {
  lists,
  board,
  reports,
  drafting,
  delivery: (bench, _year, world) => delivery(bench, world),
}
/** At the size of a province: only when it is asked for, because its data take minutes to make. */
const inProvince = { size, crowd: crowdAlone }
const names = [...Object.keys(alone), ...Object.keys(inYear), ...Object.keys(inProvince)]

const asked = process.argv.slice(2)
if (asked.some((name) => !names.includes(name))) {
  console.error(`npm run bench -- ${names.join(' | ')}`)
  process.exit(2)
}
const wanted = (name: string) => asked.length === 0 || asked.includes(name)
const show = (name: string, figures: readonly Figure[]) => console.log(`### ${name}\n\n${tableOf(figures)}\n`)

console.log(`${machine()}\n`)
for (const [name, run] of Object.entries(alone)) if (wanted(name)) show(name, await run())
if (Object.keys(inYear).some(wanted))
  await withBench(async (bench) => {
    const world = await makeWorld(bench, { big: 1_200, small: 40 })
    const year = await makeYear(bench, world)
    for (const [name, run] of Object.entries(inYear))
      if (wanted(name)) show(name, await run(bench, year, world))
  })
for (const [name, run] of Object.entries(inProvince))
  if (asked.includes(name)) {
    console.log(`### ${name}\n`)
    await run((text) => console.log(text))
  }
