import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SigningFolder, signingFolder, smallPdf } from '#test/support/signing.ts'
import { translate } from '../messages/index.ts'
import { openP12, signatureFaults, signErrorCodes, signPdf } from '../sign/index.ts'

let folder: SigningFolder
let signed: Buffer

beforeAll(() => {
  folder = signingFolder()
  const ca = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
  const leader = folder.issue('leader', '/O=UBND xã Vân Sơn/CN=Đỗ Thị Mỹ Hằng', ca)
  const key = openP12(folder.p12('leader', leader, 'mật khẩu'), 'mật khẩu')
  signed = signPdf(smallPdf(), key, {
    field: 'ChuKy',
    time: new Date('2027-03-04T05:06:07Z'),
    name: 'Đỗ Thị Mỹ Hằng',
    words: 'Chữ ký',
  })
  writeFileSync(folder.path('signed.pdf'), signed)
  writeFileSync(folder.path('plain.pdf'), smallPdf())
  const altered = Buffer.from(signed)
  altered[altered.indexOf('Van ban')] = 66
  writeFileSync(folder.path('altered.pdf'), altered)
  writeFileSync(folder.path('none.pdf'), 'không phải PDF')
})
afterAll(() => folder.remove())

const file = pathToFileURL(join(import.meta.dirname, 'verify-signature.ts')).href
const command = `const { verifySignatureCommand } = await import(${JSON.stringify(file)})
process.exitCode = await verifySignatureCommand(process.argv.slice(1))`

function run(language: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', command, '--', ...args],
    { encoding: 'utf8', cwd: folder.path('.'), env: { ...process.env, LC_ALL: language } },
  )
  return { status, stdout, stderr }
}

describe('lantoa verify-signature', () => {
  it('says who, when and whether it was altered; 0 where everything holds', () => {
    const { status, stdout } = run('vi_VN.UTF-8', '--ca', 'ca.pem', 'signed.pdf')
    expect(stdout.replace(/số [0-9a-f]+ do/, 'số … do')).toBe(`signed.pdf: 1 chữ ký
  1. Đỗ Thị Mỹ Hằng (UBND xã Vân Sơn)
     Ký lúc 12:06:07 ngày 04/03/2027 (theo máy của người ký)
     Chứng thư số … do Chứng thực số Vạn Sơn cấp
     Ký trên toàn bộ tệp, từ đó không có gì thay đổi.
  Chưa hỏi nơi cấp xem chứng thư có bị thu hồi hay không.
`)
    expect(status).toBe(0)
  })

  it('says what does not hold, in the language of the command line, with status 1', () => {
    const { status, stdout } = run(
      'en_GB.UTF-8',
      'signed.pdf',
      'altered.pdf',
      'plain.pdf',
      'none.pdf',
      'away.pdf',
    )
    expect(status).toBe(1)
    const [unknown = '', altered = '', rest = ''] = stdout.split(/^(?=altered\.pdf|plain\.pdf)/m)
    expect(unknown).toContain('! The authority “Chứng thực số Vạn Sơn” is not known here')
    expect(altered).toContain('! WRONG: the content was altered')
    expect(altered).not.toContain('nothing has changed')
    expect(rest).toBe(`plain.pdf: no digital signature
none.pdf: The PDF can’t be read: it is damaged, not downloaded whole, or no PDF.
away.pdf: The file was not found.
`)
  })

  it('gives machines a line of JSON for each file', () => {
    const { status, stdout } = run('vi_VN.UTF-8', '--json', '--ca', 'ca.pem', 'signed.pdf', 'none.pdf')
    const [first, second] = stdout
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as object)
    expect(status).toBe(1)
    expect(first).toMatchObject({
      source: 'signed.pdf',
      signatures: [{ field: 'ChuKy', state: 'right', since: 'nothing', faults: [] }],
    })
    expect(second).toMatchObject({ source: 'none.pdf', error: { code: 'pdf_damaged' } })
  })

  it('a wrong call is 2', () => {
    expect(run('vi_VN.UTF-8')).toMatchObject({ status: 2, stdout: '' })
    expect(run('vi_VN.UTF-8', '--what', 'signed.pdf').stderr).toContain('lantoa verify-signature')
    expect(run('vi_VN.UTF-8', '--ca', 'plain.pdf', 'signed.pdf')).toMatchObject({ status: 2, stdout: '' })
  })

  it('has a sentence for every fault and error', () => {
    for (const key of [
      ...signatureFaults.map((code) => `sign.fault.${code}`),
      ...signErrorCodes.map((code) => `sign.error.${code}`),
    ])
      for (const locale of ['vi', 'en'] as const)
        expect(translate(locale, key, { weak: '', authority: '' })).not.toBe(key)
  })
})
