import { openExchangeFolder, type ExchangeFolder } from './folder.ts'
import { registerLooking } from './look.ts'
import { registerPacking, registerSending } from './send.ts'

/**
 * Says who carries out the jobs of this module.
 * @param path the folder with `out/` and `in/`; null: packages wait until a worker has one
 */
export function registerExchangeJobs(path: string | null): void {
  registerPacking()
  if (path === null) return
  // Opened when it is needed: a folder that is away hinders no start.
  let opened: Promise<ExchangeFolder> | null = null
  const folder = () => {
    opened ??= openExchangeFolder(path).catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
  registerSending(folder)
  registerLooking(folder)
}
