import { seeded } from './random.ts'
import { spoil } from './noise.ts'
import { render, type Kind } from './render.ts'
import { unmark, type Made } from './score.ts'
import { makeTruth } from './truth.ts'

/** The `seed`-th document of a kind: the same every time. */
export function makeDocument(seed: number, kind: Kind): Made {
  const random = seeded(seed * 7919 + kind.length)
  const truth = makeTruth(random, kind === 'draft')
  return { truth, kind, ...unmark(spoil(random, render(random, truth, kind), kind)) }
}
