import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../config.ts'

const list = z.array(z.string().min(1)).min(1)
const span = z.tuple([z.int().min(0), z.int().min(0)])
/** `MM-DD` of the plan's year. */
const dayOfYear = z.string().regex(/^\d\d-\d\d$/)

/** What one unit does for a task in a year, in one form. */
const deed = z.strictObject({
  form: z.string(),
  audience: z.string(),
  n: z.int().min(1),
  attendances: span.optional(),
  figures: z.record(z.string(), span).default({}),
  ratio: z.strictObject({ indicator: z.string(), of: z.string(), percent: span }).optional(),
  titles: list,
  results: list,
})

const provinceFile = z.strictObject({
  about: z.string(),
  province: z.strictObject({ name: z.string(), place: z.string() }),
  places: z.strictObject({ first: list, second: list }),
  preschools: list,
  people: z.strictObject({ surnames: list, middles: list, given: list }),
  plan: z.strictObject({ title: z.string(), purpose: z.string(), requirement: z.string() }),
  tasks: z
    .array(
      z.strictObject({
        title: z.string(),
        content: z.string(),
        forms: list,
        audiences: list,
        isKey: z.boolean(),
        product: z.string(),
        target: z.strictObject({ indicator: z.string(), each: z.int() }),
        time: z.strictObject({ words: z.string(), from: dayOfYear, until: dayOfYear }),
        own: z.array(deed).min(1),
      }),
    )
    .min(1),
  issues: z.array(z.strictObject({ shortcoming: z.string(), cause: z.string(), next: z.string() })).min(1),
})
export type ProvinceWords = z.output<typeof provinceFile>
export type Deed = z.output<typeof deed>

/** What a province is told with: invented names and our own wording. */
export function readWords(): ProvinceWords {
  return provinceFile.parse(JSON.parse(readFileSync(join(projectRoot, 'data/demo/province.json'), 'utf8')))
}

/** Numbers that look random and are the same each time for the same seed (mulberry32). */
export class Dice {
  #state: number
  constructor(seed: string) {
    let h = 2_166_136_261
    for (const c of seed) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16_777_619)
    this.#state = h >>> 0
  }
  /** in [0, 1) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  /** whole, both ends included */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }
  oneOf<T>(of: readonly T[]): T {
    const found = of[Math.floor(this.next() * of.length)]
    if (found === undefined) throw new Error('nothing to choose from')
    return found
  }
  chance(share: number): boolean {
    return this.next() < share
  }
}
