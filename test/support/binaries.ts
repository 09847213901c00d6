import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchBinaries } from '../../src/platform/embedded/earlier.ts'

/** Where proofs keep the binaries of earlier majors: fetched once a machine, outside the tree. */
export const binariesFolder = join(tmpdir(), 'lantoa-postgres-binaries')

/** The binaries of an earlier major; null where the registry can't be reached: then the test says "not run". */
export async function earlierBinaries(major: number): Promise<string | null> {
  return fetchBinaries(major, binariesFolder).catch(() => null)
}
