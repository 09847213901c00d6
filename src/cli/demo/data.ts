import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  activitiesFile,
  amendmentsFile,
  peopleFile,
  picturesFile,
  plansFile,
  tasksFile,
  unitsFile,
} from '#data/demo/demo.schema.ts'
import { expandActivities, type DemoActivity } from '#data/demo/expand.ts'
import { projectRoot } from '../../config.ts'

const folder = join(projectRoot, 'data/demo')
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))

/** Everything the demonstration tells, read and checked. */
export function readDemo() {
  const units = unitsFile.parse(readJson('units.json')).units
  const people = peopleFile.parse(readJson('people.json')).people
  const documents = plansFile.parse(readJson('plans/plans.json')).plans
  const plans = tasksFile.parse(readJson('tasks.json')).plans
  const given = activitiesFile.parse(readJson('activities.json'))
  const amendments = amendmentsFile.parse(readJson('amendments.json'))
  const pictures = picturesFile.parse(readJson('pictures.json')).pictures
  const activities: DemoActivity[] = expandActivities({ units, plans, activities: given, pictures })
  return { units, people, documents, plans, amendments, pictures, activities }
}
export type Demo = ReturnType<typeof readDemo>

/** Bytes of a superior's plan as it was received. */
export function readPlanText(file: string): Buffer {
  return readFileSync(join(folder, 'plans', file))
}

/** A drawing as SVG. */
export function readPicture(id: string): Buffer {
  return readFileSync(join(folder, 'pictures', `${id}.svg`))
}
