import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  cutSignature,
  hasProgram,
  type Issued,
  pdfsig,
  type SigningFolder,
  signingFolder,
  smallPdf,
} from '#test/support/signing.ts'
import {
  acceptSigned,
  type Certificate,
  digestToSign,
  faultsOf,
  fillSignature,
  openP12,
  prepareSignature,
  readCertificates,
  SignError,
  type SignatureRequest,
  type SigningKey,
  signPdf,
  verifyPdf,
} from './index.ts'
import { openPdf } from './pdf/file.ts'
import { isKind, type PdfValue } from './pdf/values.ts'
import { appendUpdate, beginUpdate } from './pdf/write.ts'

const now = new Date('2027-03-04T05:06:07Z')
const password = 'mật khẩu của văn thư'
const leaderName = 'Đỗ Thị Mỹ Hằng'

let folder: SigningFolder
let authority: Issued
let leader: Issued
let agency: Issued
let leaderKey: SigningKey
let agencyKey: SigningKey
let authorities: Certificate[]

beforeAll(() => {
  folder = signingFolder()
  authority = folder.authority('ca', '/C=VN/O=Cơ quan chứng thực thử nghiệm/CN=Chứng thực số Vạn Sơn')
  leader = folder.issue('leader', `/C=VN/L=Vân Sơn/O=UBND xã Vân Sơn/CN=${leaderName}`, authority, 'rsa')
  agency = folder.issue('agency', '/C=VN/O=UBND xã Vân Sơn/CN=Ủy ban nhân dân xã Vân Sơn', authority, 'ec')
  leaderKey = openP12(folder.p12('leader', leader, password), password)
  agencyKey = openP12(folder.p12('agency', agency, password), password)
  authorities = read(authority)
})
afterAll(() => folder.remove())

const read = (issued: Issued): Certificate[] =>
  readCertificates(folder.openssl('x509', '-in', issued.certificate, '-outform', 'DER'))
const request = (field: string, more: Partial<SignatureRequest> = {}): SignatureRequest => ({
  field,
  time: now,
  name: leaderName,
  words: 'Chữ ký của người có thẩm quyền',
  ...more,
})
const mark = { page: 1, x: 110, y: 200, width: 40, height: 30, page1: smallPdf(false, 'Dau') }
const verify = (pdf: Uint8Array) => verifyPdf(pdf, { authorities, now })
const signBoth = (pdf: Uint8Array): Buffer =>
  signPdf(signPdf(pdf, leaderKey, request('ChuKy', { mark })), agencyKey, request('ConDau', { mark }))

/** The file with an update behind it that changes one object, as an editor saves it. */
function altered(pdf: Uint8Array, number: number, change: (old: PdfValue) => PdfValue): Buffer {
  const file = openPdf(pdf)
  const update = beginUpdate(file)
  update.objects.set(number, change(file.object(number)))
  return appendUpdate(file, update).bytes
}

/** Signed by OpenSSL alone, as the agency's own tool would. */
function signOutside(pdf: Uint8Array, by: Issued, field: string, ...options: string[]): Buffer {
  const prepared = prepareSignature(pdf, request(field), 6000)
  const [, before, behind] = prepared.range
  const input = folder.path('signed.bin')
  writeFileSync(input, Buffer.concat([prepared.bytes.subarray(0, before), prepared.bytes.subarray(behind)]))
  const key = ['-signer', by.certificate, '-inkey', by.key]
  const cms = folder.openssl('cms', '-sign', '-binary', '-outform', 'DER', '-in', input, ...key, ...options)
  return fillSignature(prepared, cms)
}

function opensslSays(pdf: Buffer, which: 'first' | 'last'): string {
  const { signed, cms } = cutSignature(pdf, which)
  writeFileSync(folder.path('content.bin'), signed)
  writeFileSync(folder.path('cms.der'), cms)
  const files = ['-in', folder.path('cms.der'), '-inform', 'DER', '-content', folder.path('content.bin')]
  const trust = [
    '-CAfile',
    authority.certificate,
    '-purpose',
    'any',
    '-cades',
    '-out',
    folder.path('out.bin'),
  ]
  try {
    folder.openssl('cms', '-verify', '-binary', ...files, ...trust)
    return 'ok'
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr)
  }
}

describe('a signature and a seal', () => {
  const isThere = hasProgram('pdfsig')

  it.each([
    ['a table of cross-references', false],
    ['streams of objects and cross-references', true],
  ])('over a file with %s are both valid, for us and for OpenSSL', (_, packed) => {
    const pdf = smallPdf(packed)
    const signed = signBoth(pdf)
    expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true)
    const [first, second] = verify(signed)
    expect(first).toMatchObject({
      field: 'ChuKy',
      kind: 'signature',
      state: 'right',
      covers: 'all',
      since: 'additions',
      signer: { short: leaderName, organisation: 'UBND xã Vân Sơn' },
      issuer: { short: 'Chứng thực số Vạn Sơn' },
      claimedTime: now.toISOString(),
      certificate: 'valid',
      authority: { known: true, name: 'Chứng thực số Vạn Sơn' },
      weak: null,
    })
    expect(second).toMatchObject({ field: 'ConDau', state: 'right', since: 'nothing', length: signed.length })
    expect([first, second].flatMap((report) => (report ? faultsOf(report) : ['missing']))).toEqual([])
    expect(opensslSays(signed, 'first')).toBe('ok')
    expect(opensslSays(signed, 'last')).toBe('ok')
  })

  it.skipIf(!isThere)('are valid for pdfsig, with every Vietnamese letter of the certificate', () => {
    const file = folder.path('both.pdf')
    writeFileSync(file, signBoth(smallPdf()))
    expect(pdfsig(file)).toEqual([
      {
        name: leaderName,
        subject: `CN=${leaderName},O=UBND xã Vân Sơn,L=Vân Sơn,C=VN`,
        type: 'ETSI.CAdES.detached',
        verdict: 'Signature is Valid.',
        total: false,
      },
      expect.objectContaining({
        name: 'Ủy ban nhân dân xã Vân Sơn',
        verdict: 'Signature is Valid.',
        total: true,
      }),
    ])
  })

  it('are the same bytes for the same key, file and time, with RSA', () => {
    const once = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    expect(once.equals(signPdf(smallPdf(), leaderKey, request('ChuKy')))).toBe(true)
  })

  it('one byte changed is caught: by us, by OpenSSL, by pdfsig', () => {
    const signed = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    const at = signed.indexOf('Van ban')
    const changed = Buffer.from(signed)
    changed[at] = 'B'.charCodeAt(0)
    expect(verify(changed)).toMatchObject([{ state: 'wrong' }])
    expect(opensslSays(changed, 'last')).toContain('verification failure')
    if (!isThere) return
    writeFileSync(folder.path('changed.pdf'), changed)
    expect(pdfsig(folder.path('changed.pdf'))).toMatchObject([{ verdict: 'Digest Mismatch.' }])
  })

  it('says the certificate on the day of signing, and who is behind it', () => {
    const at = (time: string, known = authorities) =>
      verifyPdf(signPdf(smallPdf(), leaderKey, request('ChuKy', { time: new Date(time) })), {
        authorities: known,
        now,
      }).flatMap(faultsOf)
    expect(at('2027-03-04T00:00:00Z')).toEqual([])
    expect(at('2099-03-04T00:00:00Z')).toEqual(['expired', 'unknown_authority'])
    expect(at('2001-03-04T00:00:00Z')).toEqual(['not_yet', 'unknown_authority'])
    expect(at('2027-03-04T00:00:00Z', [])).toEqual(['unknown_authority'])
    // of the same name, with another key
    const twin = folder.authority('twin', '/C=VN/O=Cơ quan chứng thực thử nghiệm/CN=Chứng thực số Vạn Sơn')
    expect(at('2027-03-04T00:00:00Z', read(twin))).toEqual(['unknown_authority'])
  })

  it('follows an authority under another, and none that may not issue', () => {
    const under = folder.authority('under', '/CN=Chứng thực số cấp hai', authority)
    const person = folder.issue('person', '/CN=Trần Quý', under)
    const chained = openP12(folder.p12('person', person, password, '-certfile', under.certificate), password)
    expect(chained.chain).toHaveLength(1)
    expect(verify(signPdf(smallPdf(), chained, request('ChuKy'))).flatMap(faultsOf)).toEqual([])
    const posing = folder.issue('posing', '/CN=Giả Danh', agency)
    const posed = openP12(folder.p12('posing', posing, password, '-certfile', agency.certificate), password)
    expect(verify(signPdf(smallPdf(), posed, request('ChuKy'))).flatMap(faultsOf)).toEqual([
      'unknown_authority',
    ])
  })

  it('made with SHA-1 proves nothing', () => {
    const signed = signOutside(smallPdf(), leader, 'ChuKy', '-md', 'sha1')
    expect(verify(signed)).toMatchObject([{ state: 'right', weak: 'sha1' }])
  })

  it('names each field once, and finds no page that is not there', () => {
    const once = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    expect(() => signPdf(once, leaderKey, request('ChuKy'))).toThrow(new SignError('field_taken'))
    const away = request('ConDau', { mark: { ...mark, page: 2 } })
    expect(() => signPdf(once, leaderKey, away)).toThrow(new SignError('no_page'))
    expect(() => signPdf(Buffer.from('không phải PDF'), leaderKey, request('x'))).toThrow(
      new SignError('pdf_damaged'),
    )
  })
})

describe('what is altered after signing', () => {
  it('is told, though the signature itself stays right', () => {
    const signed = signBoth(smallPdf())
    const page = altered(signed, 4, (old) =>
      isKind(old, 'stream') ? { ...old, data: Buffer.from('BT /F1 12 Tf 72 720 Td (Khac) Tj ET') } : old,
    )
    expect(verify(page)).toMatchObject([
      { state: 'right', since: 'changed' },
      { state: 'right', since: 'changed' },
    ])
    const turned = altered(signed, 3, (old) =>
      isKind(old, 'dict') ? { ...old, entries: new Map([...old.entries, ['Rotate', 180]]) } : old,
    )
    expect(verify(turned).map((report) => report.since)).toEqual(['changed', 'changed'])
    const noted = altered(signed, 3, (old) =>
      isKind(old, 'dict') ? { ...old, entries: new Map([...old.entries, ['Annots', []]]) } : old,
    )
    expect(verify(noted).map((report) => report.since)).toEqual(['changed', 'changed'])
  })

  it('is told of the leader’s signature when it happened before the seal', () => {
    const signed = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    const page = altered(signed, 5, () => null)
    expect(verify(signPdf(page, agencyKey, request('ConDau'))).map((report) => report.since)).toEqual([
      'changed',
      'nothing',
    ])
  })

  it('bytes that no signature covers are told', () => {
    const signed = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    const [range = ''] = /\/ByteRange \[0 \d+ \d+ \d+\s*\]/.exec(signed.toString('latin1')) ?? []
    const [, before = '0', behind = '0'] = /\[0 (\d+) (\d+)/.exec(range) ?? []
    const wider = `/ByteRange [0 ${Number(before) - 10} ${behind} 20`.padEnd(range.length - 1).concat(']')
    const at = signed.indexOf(range)
    const loose = Buffer.concat([
      signed.subarray(0, at),
      Buffer.from(wider),
      signed.subarray(at + range.length),
    ])
    expect(verify(loose)).toMatchObject([{ covers: 'part', state: 'wrong' }])
    const hidden = Buffer.from(signed)
    hidden.write('1', Number(behind) - 2, 'latin1')
    expect(verify(hidden)).toMatchObject([{ covers: 'part' }])
    expect(verify(Buffer.concat([signed, Buffer.from('% thêm\n')]))).toMatchObject([{ since: 'additions' }])
  })
})

describe('a file signed outside', () => {
  const accept = (ours: Buffer, back: Buffer) => acceptSigned(ours, back, { authorities, now })

  it('is accepted when its bytes begin with ours and all of it is signed', () => {
    const ours = smallPdf()
    const back = signOutside(ours, leader, 'ChuKy', '-cades')
    expect(accept(ours, back)).toMatchObject([{ signer: { short: leaderName }, since: 'nothing' }])
    const sealed = signOutside(back, agency, 'ConDau', '-cades')
    expect(accept(back, sealed)).toMatchObject([{ field: 'ConDau' }])
    expect(accept(ours, sealed).map((report) => report.field)).toEqual(['ChuKy', 'ConDau'])
  })

  it.each<[string, string, (ours: Buffer) => Buffer]>([
    ['another file', 'other_file', () => signOutside(smallPdf(false, 'Van khac'), leader, 'ChuKy')],
    ['one saved anew', 'other_file', (ours) => Buffer.concat([Buffer.from('%'), ours])],
    ['the same file', 'not_signed', (ours) => ours],
    ['one with something added, not signed', 'not_signed', (ours) => altered(ours, 4, () => null)],
    [
      'one altered first and then signed',
      'not_covered',
      (ours) =>
        signOutside(
          altered(ours, 4, () => null),
          leader,
          'ChuKy',
        ),
    ],
    [
      'one altered behind the signature',
      'not_covered',
      (ours) => altered(signOutside(ours, leader, 'ChuKy'), 4, () => null),
    ],
    [
      'one with a weak signature',
      'signature_wrong',
      (ours) => signOutside(ours, leader, 'ChuKy', '-md', 'sha1'),
    ],
    [
      'one whose signature is of something else',
      'signature_wrong',
      (ours) => {
        const { cms } = cutSignature(signOutside(smallPdf(false, 'Van khac'), leader, 'ChuKy'))
        return fillSignature(prepareSignature(ours, request('ChuKy'), 6000), cms)
      },
    ],
  ])('is refused: %s', (_, code, make) => {
    const ours = smallPdf()
    expect(() => accept(ours, make(ours))).toThrow(new SignError(code as SignError['code']))
  })
})

describe('a time stamp over a document (RFC 3161)', () => {
  /** Stamped by OpenSSL as an authority; room and range are those of any signature. */
  function stamp(pdf: Buffer, by: Issued): Buffer {
    const prepared = prepareSignature(pdf, request('ThoiGian'), 6000)
    const kind = prepared.bytes.lastIndexOf('/ETSI.CAdES.detached')
    prepared.bytes.write('/ETSI.RFC3161'.padEnd('/ETSI.CAdES.detached'.length), kind, 'latin1')
    writeFileSync(
      folder.path('tsa.cnf'),
      `[tsa]\ndefault_tsa=one\n[one]\nserial=${folder.path('tsa.serial')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4
digests=sha256\ness_cert_id_alg=sha256\ncrypto_device=builtin\n`,
    )
    const digest = digestToSign(prepared).toString('hex')
    const query = folder.path('query.tsq')
    folder.openssl('ts', '-query', '-digest', digest, '-sha256', '-cert', '-out', query)
    const key = ['-signer', by.certificate, '-inkey', by.key]
    const token = folder.path('token.der')
    folder.openssl(
      'ts',
      '-reply',
      '-config',
      folder.path('tsa.cnf'),
      '-queryfile',
      query,
      ...key,
      '-token_out',
      '-out',
      token,
    )
    return fillSignature(prepared, readFileSync(token))
  }

  it('says since when the document stands as it is, and by whom', () => {
    const usage = 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping'
    const clock = folder.issue('tsa', '/CN=Cấp dấu thời gian Vạn Sơn', authority, 'ec', usage)
    const signed = signPdf(smallPdf(), leaderKey, request('ChuKy'))
    const stamped = stamp(signed, clock)
    const [signature, time] = verify(stamped)
    expect(signature).toMatchObject({ kind: 'signature', state: 'right', since: 'additions' })
    expect(time).toMatchObject({
      kind: 'time_stamp',
      state: 'right',
      since: 'nothing',
      timeStamp: { by: 'Cấp dấu thời gian Vạn Sơn', known: true },
      authority: { known: true },
    })
    expect(Math.abs(Date.parse(time?.timeStamp?.time ?? '') - Date.now())).toBeLessThan(3_600_000)
    const changed = Buffer.from(stamped)
    changed[changed.indexOf('Van ban')] = 66
    expect(verify(changed)[1]).toMatchObject({ kind: 'time_stamp', state: 'wrong', timeStamp: null })
  })

  it('counts for nothing when whoever made it is no such authority', () => {
    const usage = 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping'
    const own = folder.issue(
      'own',
      '/CN=Tự phong',
      folder.authority('posing-ca', '/CN=Tự phong'),
      'ec',
      usage,
    )
    const [time] = verify(stamp(smallPdf(), own))
    expect(time).toMatchObject({ timeStamp: { known: false }, authority: { known: false } })
    expect(time && faultsOf(time)).toContain('unknown_authority')
  })
})

describe('a key file', () => {
  it.each([
    ['of today', []],
    ['of old programs (RC2, 3DES)', ['-legacy']],
    ['with 3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['with two keys of DES', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES', '-macalg', 'sha512']],
    ['with RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128']],
    ['with AES of 128 bits', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['without encrypted certificates', ['-certpbe', 'NONE']],
    ['without a MAC', ['-nomac']],
  ])('%s is opened with its password and with no other', (_, options) => {
    const file = folder.p12('kind', leader, password, ...options)
    expect(openP12(file, password).certificate.subject.short).toBe(leaderName)
    expect(() => openP12(file, `${password}!`)).toThrow(SignError)
    expect(() => openP12(file, '')).toThrow(SignError)
  })

  it('says why it can’t be used', () => {
    const file = folder.p12('kind', leader, password)
    expect(() => openP12(file, 'khác')).toThrow(new SignError('p12_password'))
    expect(() => openP12(file.subarray(0, 900), password)).toThrow(new SignError('p12_damaged'))
    expect(() => openP12(Buffer.from('chữ'), password)).toThrow(new SignError('p12_damaged'))
    const rc4 = folder.p12('kind', leader, password, '-legacy', '-certpbe', 'PBE-SHA1-RC4-128')
    expect(() => openP12(rc4, password)).toThrow(new SignError('p12_cipher'))
    const bare = folder.p12('kind', leader, password, '-nokeys')
    expect(() => openP12(bare, password)).toThrow(new SignError('p12_no_key'))
  })
})
