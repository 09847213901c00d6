/**
 * A HEIC file whose picture is shown turned: the property `irot` (ISO/IEC 23008-12, 6.5.10) is put into the boxes of a
 * plain file of one picture, as telephones held upright write it.
 * @param quarters quarter turns against the clock
 */
export function turnHeic(file: Buffer, quarters: 1 | 2 | 3): Buffer {
  const bytes = Buffer.from(file)
  const meta = findBox(bytes, 'meta', 0, bytes.length)
  const inMeta = meta.begin + 12
  const iprp = findBox(bytes, 'iprp', inMeta, meta.end)
  const ipco = findBox(bytes, 'ipco', iprp.begin + 8, iprp.end)
  const ipma = findBox(bytes, 'ipma', iprp.begin + 8, iprp.end)
  const iloc = findBox(bytes, 'iloc', inMeta, meta.end)

  let properties = 0
  for (let at = ipco.begin + 8; at < ipco.end; at += bytes.readUInt32BE(at)) properties += 1
  // ipma, version 0: entry count (4), then item id (2), count of associations (1), one byte each.
  const count = ipma.begin + 8 + 4 + 4 + 2
  const before = bytes.readUInt8(count)
  const grown = 9 + 1
  // iloc, version 0 with a base offset of four bytes: it counts from the file's begin, and what lies behind moves.
  const layout = bytes.readUInt32BE(iloc.begin + 8) + bytes.readUInt16BE(iloc.begin + 12)
  if (layout !== 0x4440) throw new Error('another layout of iloc')
  const items = bytes.readUInt16BE(iloc.begin + 14)
  let at = iloc.begin + 16
  for (let i = 0; i < items; i += 1) {
    bytes.writeUInt32BE(bytes.readUInt32BE(at + 4) + grown, at + 4)
    at += 10 + 8 * bytes.readUInt16BE(at + 8)
  }
  for (const box of [meta, iprp]) bytes.writeUInt32BE(box.end - box.begin + grown, box.begin)
  bytes.writeUInt32BE(ipco.end - ipco.begin + 9, ipco.begin)
  bytes.writeUInt32BE(ipma.end - ipma.begin + 1, ipma.begin)
  bytes.writeUInt8(before + 1, count)
  const irot = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot'), quarters])
  const behind = count + 1 + before
  return Buffer.concat([
    bytes.subarray(0, ipco.end),
    irot,
    bytes.subarray(ipco.end, behind),
    Buffer.from([0x80 | (properties + 1)]),
    bytes.subarray(behind),
  ])
}

function findBox(bytes: Buffer, name: string, from: number, until: number): { begin: number; end: number } {
  for (let at = from; at + 8 <= until; at += bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === name)
      return { begin: at, end: at + bytes.readUInt32BE(at) }
  }
  throw new Error(`no box ${name}`)
}
