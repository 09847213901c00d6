import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { isSuite } from './test/support/size.ts'

/** Each a proof by itself: minutes of their own, a download, a disk that is filled, and a PostgreSQL that is ours. */
const long = ['test/backup/carried.test.ts', 'test/faults/disk-full.test.ts']

/** Whole processes and browsers first: what takes two minutes must not begin when everything else has ended. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      /\/test\/journeys\/(every-|the-)/.test(moduleId) ? 0 : moduleId.includes('/test/') ? 1 : 2
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'data/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isSuite() ? long : [])],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/handlers.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A worker keeps the modules it has loaded for its next file: a third of all time went into loading them again. So nothing
    // that a module holds may be a test's own; what modules hold (handlers, listeners) is what a running server holds.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
