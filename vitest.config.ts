import { configDefaults, defineConfig } from 'vitest/config'
import { isProof } from './test/support/size.ts'

/** Each a proof by itself: minutes of their own, a download, a disk that is filled. */
const long = ['test/backup/carried.test.ts', 'test/faults/disk-full.test.ts']

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'data/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isProof() ? [] : long)],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A worker keeps the modules it has loaded for its next file: a third of all time went into loading them again. So nothing
    // that a module holds may be a test's own; what modules hold (handlers, listeners) is what a running server holds.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
