import type { PlacedPage } from './flow.ts'
import { openRecogniser, type Recogniser } from './ocr.ts'
import type { Grey } from './raster.ts'

/** A page that was read off its picture in an earlier part of the work, by its place in the file. */
export interface RecognisedPage {
  index: number
  page: PlacedPage
}

/** How much may be read off pictures now: each page takes seconds. Without it all of it is. */
export interface RecogniseOptions {
  /** what was read before */
  earlier: RecognisedPage[]
  /** no page is begun after so many milliseconds; 0: none at all. Otherwise at least one is read. */
  budgetMs: number
}

/** The time was over before all pages were read: what there is now, to go on with. */
export class Unfinished extends Error {
  readonly recognised: RecognisedPage[]
  /** how many pages there are to be read off pictures */
  readonly of: number
  constructor(recognised: RecognisedPage[], of: number) {
    super('unfinished')
    this.name = 'Unfinished'
    this.recognised = recognised
    this.of = of
  }
}

/** A page as a grey picture. */
export interface Sheet {
  grey: Grey
  /** pixels an inch */
  dpi: number
  /** in tenths of a point */
  width: number
  height: number
}

/**
 * Reads pages off their pictures, as far as the time goes.
 * @param indexes places in the file of the pages that are pictures
 * @throws Unfinished
 */
export async function recogniseAll(
  indexes: readonly number[],
  sheet: (index: number) => Sheet,
  options: RecogniseOptions | undefined,
): Promise<Map<number, PlacedPage>> {
  const began = performance.now()
  const done = new Map(options?.earlier.map(({ index, page }) => [index, page]))
  let recogniser: Recogniser | undefined
  let now = 0
  try {
    for (const index of indexes) {
      if (done.has(index)) continue
      if (options && (options.budgetMs <= 0 || (now > 0 && performance.now() - began > options.budgetMs)))
        throw new Unfinished(
          [...done].map(([at, page]) => ({ index: at, page })),
          indexes.length,
        )
      recogniser ??= await openRecogniser()
      done.set(index, recognise(sheet(index), recogniser))
      now += 1
    }
  } finally {
    recogniser?.close()
  }
  return done
}

function recognise({ grey, dpi, width, height }: Sheet, recogniser: Recogniser): PlacedPage {
  const { words, turn } = recogniser.read(grey, dpi)
  const aside = turn % 2 === 1
  return { width: aside ? height : width, height: aside ? width : height, words, rules: [], turn }
}
