import { createRequire } from 'node:module'
import type { BucketAddress } from '../../src/platform/files-s3.ts'

/** A server that speaks S3, from npm, with one bucket. */
export interface BucketServer {
  port: number
  stop(): Promise<void>
}

interface S3rver {
  run(): Promise<{ port: number }>
  close(): Promise<void>
}

/** @param directory where it keeps its objects */
export async function startBucketServer(directory: string, port = 0): Promise<BucketServer> {
  // s3rver has no types; these are the options of its README that are used.
  const Server = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver
  const server = new Server({
    address: '127.0.0.1',
    port,
    silent: true,
    directory,
    configureBuckets: [{ name: 'lantoa', configs: [] }],
  })
  const address = await server.run()
  return { port: address.port, stop: () => server.close() }
}

/** The bucket of such a server, with the key that it knows. */
export function bucketOf({ port }: BucketServer): BucketAddress {
  return { url: `http://127.0.0.1:${port}/lantoa`, region: 'us-east-1', key: 'S3RVER', secret: 'S3RVER' }
}
