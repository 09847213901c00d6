/**
 * A compound file (MS-CFB) with streams at its root, each filled up to 4,096 bytes, so that none stands in the small sectors.
 * The directory is one list to the right, which a reader must take as well as a balanced tree.
 */
export function makeCompound(streams: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(streams)
  const contents = names.map((name) => fill(streams[name] ?? Buffer.alloc(0), 4096))
  const directory = Buffer.alloc(Math.ceil((names.length + 1) / 4) * 512)
  const chains: number[] = []
  const sectors: Buffer[] = []
  const place = (content: Buffer): number => {
    const first = sectors.length
    for (let at = 0; at < content.length; at += 512) {
      sectors.push(fill(content.subarray(at, at + 512), 512))
      chains.push(at + 512 < content.length ? sectors.length : 0xfffffffe)
    }
    return first
  }
  const starts = contents.map(place)
  const entry = (index: number, name: string, type: number, numbers: readonly number[]) => {
    const at = index * 128
    directory.write(name, at, 'utf16le')
    directory.writeUInt16LE((name.length + 1) * 2, at + 64)
    directory[at + 66] = type
    for (const [i, place] of [68, 72, 76, 116, 120].entries())
      directory.writeUInt32LE(numbers[i] ?? 0, at + place)
  }
  const none = 0xffffffff
  entry(0, 'Root Entry', 5, [none, none, 1, 0xfffffffe, 0])
  for (const [i, name] of names.entries())
    entry(i + 1, name, 2, [
      none,
      i + 2 <= names.length ? i + 2 : none,
      none,
      starts[i] ?? 0,
      contents[i]?.length ?? 0,
    ])
  const directoryStart = place(directory)
  const tables = Math.ceil((chains.length + 4) / 128)
  const tableStart = sectors.length
  for (let i = 0; i < tables; i++) chains.push(0xfffffffd)
  const table = Buffer.alloc(tables * 512, 0xff)
  for (const [i, next] of chains.entries()) table.writeUInt32LE(next, i * 4)

  const head = Buffer.alloc(512, 0)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head)
  head.writeUInt16LE(0x3e, 0x18)
  head.writeUInt16LE(3, 0x1a)
  head.writeUInt16LE(0xfffe, 0x1c)
  head.writeUInt16LE(9, 0x1e)
  head.writeUInt16LE(6, 0x20)
  head.writeUInt32LE(tables, 0x2c)
  head.writeUInt32LE(directoryStart, 0x30)
  head.writeUInt32LE(4096, 0x38)
  head.writeUInt32LE(0xfffffffe, 0x3c)
  head.writeUInt32LE(0xfffffffe, 0x44)
  head.fill(0xff, 0x4c)
  for (let i = 0; i < tables; i++) head.writeUInt32LE(tableStart + i, 0x4c + i * 4)
  return Buffer.concat([head, ...sectors, table])
}

function fill(content: Buffer, least: number): Buffer {
  return content.length >= least ? content : Buffer.concat([content, Buffer.alloc(least - content.length)])
}
