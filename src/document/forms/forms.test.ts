import { describe, expect, it } from 'vitest'
import { DocumentError } from '../errors.ts'
import { openDocument } from '../open/open.ts'
import { openArchive } from '../open/zip.ts'
import { readText } from '../read/read.ts'
import { annexedPlan, hostileText, letter, longPlan, shortPlan } from '../write/samples.ts'
import { packPart, zipOf } from '../write/zip.ts'
import { checkForm, exampleForm, fillForm } from './index.ts'
import { nearest, placeholderNames } from './names.ts'
import { header, makeForm, para, relation, requiredParts, styles } from './samples.ts'

const told = async (bytes: Uint8Array) =>
  (await checkForm(bytes)).problems.map(({ code, name, suggestion }) => [code, name, suggestion])
const partOf = async (bytes: Uint8Array, name: string) =>
  Buffer.from(await (await openArchive(bytes)).read(name)).toString('utf8')
const linesOf = async (bytes: Uint8Array) =>
  (await openDocument(bytes, 'form.docx')).text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

describe('the example form', () => {
  it('of a type is one that nothing is wrong with', async () => {
    for (const name of ['Kế hoạch', 'Quyết định', 'Công văn'])
      expect(await told(await exampleForm(name)), name).toEqual([])
  })

  it('filled reads back as the document does: head, sections, tables, recipients, signer', async () => {
    for (const [type, document] of [
      ['Kế hoạch', longPlan],
      ['Công văn', letter],
    ] as const) {
      const filled = await fillForm(await exampleForm(type), document)
      const { text } = await openDocument(filled, 'filled.docx')
      expect(text).not.toContain('{{')
      const read = readText(text)
      expect(read.header).toMatchObject({
        number: document.header.number?.padStart(2, '0') ?? null,
        date: document.header.date,
      })
      expect(text).toContain(document.signer.name)
      for (const { text: recipient } of document.recipients) expect(text).toContain(recipient)
    }
    const filled = await fillForm(await exampleForm('Kế hoạch'), longPlan)
    const xml = await partOf(filled, 'word/document.xml')
    // Head and end of the form, and the table of the text with its heading row.
    expect(xml.match(/<w:tbl>/g)).toHaveLength(3)
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1)
    // The form has our styles, so the text is set in them.
    expect(xml).toContain('<w:pStyle w:val="part"/>')
  })
})

describe('a form', () => {
  it('is understood where a placeholder is parted over runs, written with diacritics or capitals', async () => {
    const parted =
      '<w:p><w:r><w:t>Số: {</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{so_ky</w:t></w:r><w:r><w:t>_hieu}} / {{</w:t></w:r><w:r><w:t> Năm }}</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>'
    const form = makeForm(parted + requiredParts.replace('Số: {{so_ky_hieu}}', 'Người ký: {{NGƯỜI KÝ}}'))
    expect(await told(form)).toEqual([])
    const lines = await linesOf(await fillForm(form, shortPlan))
    expect(lines[0]).toBe('Số: 07/KH-PGDĐT / 2024.')
    expect(lines[1]).toBe(`Người ký: ${shortPlan.signer.name}`)
  })

  it('says what is unknown, missing, unclosed, not alone, twice or in the head of pages', async () => {
    const body = [
      para('Số: {{so_ki_hieu}}'),
      para('{{dia_danh_ngay_thang}} {{trich_yeu}} {{mau_sac}}'),
      para('Nội dung: {{noi_dung}}'),
      para('{{noi_dung}}'),
      para('{{noi_nhan'),
      para('{{quyen_han_chuc_vu}}'),
    ].join('')
    const form = makeForm(body, { 'word/header1.xml': header(para('{{can_cu}}')) })
    expect(await told(form)).toEqual([
      ['unknown', 'so_ki_hieu', 'so_ky_hieu'],
      ['unknown', 'mau_sac', null],
      ['not_alone', 'noi_dung', null],
      ['unclosed', '{{noi_nhan', null],
      ['not_in_page', 'can_cu', null],
      ['twice', 'noi_dung', null],
      ['missing', 'so_ky_hieu', null],
      ['missing', 'noi_nhan', null],
      ['missing', 'nguoi_ky', null],
    ])
    expect(nearest('noidung')).toBe('noi_dung')
    expect(nearest('xyz')).toBeNull()
  })

  it('with macros, embedded files, content from elsewhere or fields that fetch is none', async () => {
    const instruction = (code: string) => `<w:r><w:instrText>${code}</w:instrText></w:r>`
    const field = (...codes: string[]) =>
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>${codes.map(instruction).join('')}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
    const codes = async (bytes: Uint8Array) => (await checkForm(bytes)).problems.map((p) => p.code)
    const rels = 'word/_rels/document.xml.rels'
    for (const [expected, body, more] of [
      [['macros'], '', { 'word/vbaProject.bin': 'x' }],
      [['macros'], '', { 'word/activeX/activeX1.xml': '<x/>' }],
      [['embedded'], '', { 'word/embeddings/oleObject1.bin': 'x' }],
      [['embedded'], '<w:altChunk r:id="rId3"/>', {}],
      [['external'], '', { [rels]: relation('image', 'http://ngoai.example.vn/a.png') }],
      [[], '', { [rels]: relation('hyperlink', 'http://ngoai.example.vn/') }],
      [['fields'], field(' DDE', 'AUTO c:\\\\x.exe'), {}],
      [['fields'], '<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>', {}],
      [[], field(' PAGE ') + field(' HYPERLINK "http://x/link" '), {}],
    ] as const)
      expect(await codes(makeForm(requiredParts + body, more)), expected.join()).toEqual(expected)
  })

  it('that is no .docx, broken or enciphered is refused with the reason', async () => {
    const refused = async (bytes: Uint8Array) =>
      checkForm(bytes).then(
        () => null,
        (error: unknown) => (error instanceof DocumentError ? error.code : error),
      )
    expect(await refused(Buffer.from('{{so_ky_hieu}}'))).toBe('document.not_docx')
    expect(await refused(zipOf([packPart('a.txt', 'x')]))).toBe('document.not_docx')
    expect(await refused(makeForm(requiredParts).subarray(0, 300))).toBe('document.damaged')
    const bomb = '<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document><w:body>&a;</w:body></w:document>'
    expect(await refused(makeForm('', { 'word/document.xml': bomb }))).toBe('document.damaged')
    expect(await refused(makeForm('<w:p>'.repeat(400)))).toBe('document.too_large')
    expect(await refused(makeForm('', { 'word/big.xml': ' '.repeat(41 * 1024 * 1024) }))).toBe(
      'document.too_large',
    )
    expect(await refused(Buffer.alloc(6 * 1024 * 1024, 'PK'))).toBe('document.too_large')
  })
})

describe('filling a form', () => {
  it('puts what people typed in as words: no markup, no field, no placeholder of it comes to life', async () => {
    const typed = `${hostileText} {{nguoi_ky}} <w:fldSimple w:instr="DDE"/>`
    const document = {
      ...shortPlan,
      header: { ...shortPlan.header, subject: typed },
      body: [
        { kind: 'paragraph' as const, text: typed },
        { kind: 'table' as const, columns: [{ title: typed }], rows: [[typed]] },
      ],
    }
    const filled = await fillForm(makeForm(requiredParts), document)
    const xml = await partOf(filled, 'word/document.xml')
    expect(xml).not.toContain('<w:fldSimple')
    const { text } = await openDocument(filled, 'filled.docx')
    expect(text.split('{{nguoi_ky}}')).toHaveLength(5)
    expect(text.split('<w:fldSimple w:instr="DDE"/>')).toHaveLength(5)
    expect((await checkForm(makeForm(requiredParts))).problems).toEqual([])
  })

  it('looks as the placeholder’s line does, or as a style of the form that bears our name', async () => {
    const look = '<w:rPr><w:rFonts w:ascii="Arial"/><w:i/><w:color w:val="112233"/><w:sz w:val="24"/></w:rPr>'
    const properties = '<w:pPr><w:numPr/><w:ind w:firstLine="700"/><w:jc w:val="both"/></w:pPr>'
    const body = requiredParts.replace(para('{{noi_dung}}'), para('{{noi_dung}}', properties, look))
    const plain = await partOf(await fillForm(makeForm(body), shortPlan), 'word/document.xml')
    // Runs of the text keep font, colour and size; slant is the text's own, a part's title is bold.
    expect(plain).toContain(
      '<w:rPr><w:rFonts w:ascii="Arial"/><w:b/><w:bCs/><w:color w:val="112233"/><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">MỤC ĐÍCH, YÊU CẦU</w:t>',
    )
    expect(plain).toContain('<w:pPr><w:ind w:firstLine="700"/><w:jc w:val="both"/></w:pPr>')
    expect(plain).not.toContain('<w:numPr/>')
    const styled = makeForm(body, { 'word/styles.xml': styles(['p1', 'Phần La Mã'], ['paragraph', 'Khác']) })
    const xml = await partOf(await fillForm(styled, shortPlan), 'word/document.xml')
    expect(xml).toContain('<w:pPr><w:pStyle w:val="p1"/><w:outlineLvl w:val="0"/></w:pPr>')
    expect(xml).toContain('<w:pStyle w:val="paragraph"/>')
  })

  it('gives a list a paragraph for each line, an empty one none, and breaks lines within other words', async () => {
    const body = `${requiredParts}${para('Kính gửi: {{kinh_gui}}')}${para('{{kinh_gui}}')}`
    const two = { ...shortPlan, addressees: ['Trường A', 'Trường B'] }
    const lines = await linesOf(await fillForm(makeForm(body), two))
    expect(lines.slice(-5)).toEqual(['Kính gửi:', '- Trường A;', '- Trường B.', '- Trường A;', '- Trường B.'])
    expect(lines).toEqual(expect.arrayContaining(['- UBND huyện (để b/c);', '- Lưu: VT.']))
    const none = await partOf(await fillForm(makeForm(body), shortPlan), 'word/document.xml')
    const all = await partOf(makeForm(body), 'word/document.xml')
    expect(none).not.toContain('{{kinh_gui}}')
    expect(all.match(/kinh_gui/g)).toHaveLength(2)
  })

  it('parts bases from the text where the form does, and puts annexes on pages of their own', async () => {
    const body = `${para('{{can_cu}}')}${para('GIỮA')}${requiredParts}`
    const lines = await linesOf(await fillForm(makeForm(body), annexedPlan))
    const between = lines.indexOf('GIỮA')
    expect(
      lines.slice(0, between).every((line) => line.startsWith('Căn cứ') || line.startsWith('Thực hiện')),
    ).toBe(true)
    expect(lines.slice(between).some((line) => line.startsWith('Căn cứ'))).toBe(false)
    const xml = await partOf(await fillForm(makeForm(body), annexedPlan), 'word/document.xml')
    expect(xml.indexOf('<w:br w:type="page"/>')).toBeGreaterThan(xml.indexOf(annexedPlan.signer.name ?? '?'))
    expect(xml.endsWith('<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>')).toBe(
      true,
    )
    const placed = await fillForm(makeForm(`${para('{{phu_luc}}')}${requiredParts}`), annexedPlan)
    expect((await linesOf(placed))[0]).toBe('Phụ lục')
  })

  it('keeps what else the form holds: pictures, sections, text boxes, heads; not the template it was made of', async () => {
    const box = `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${para('{{nguoi_ky}}')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${para('{{nguoi_ky}}')}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Hộp</w:t></w:r></w:p>`
    const section = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    const body = `${box}${requiredParts.replace(para('{{noi_dung}}'), para('{{noi_dung}}', `<w:pPr>${section}</w:pPr>`))}`
    const form = makeForm(body, {
      'word/header1.xml': header(para('{{co_quan}}')),
      'word/media/image1.png': 'một hình',
      'word/settings.xml':
        '<w:settings xmlns:w="w" xmlns:r="r"><w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/></w:settings>',
      'word/_rels/settings.xml.rels': relation('attachedTemplate', 'file:///C:/Mau/cu.dotm'),
    })
    expect(await told(form)).toEqual([])
    const filled = await fillForm(form, shortPlan)
    expect(await partOf(filled, 'word/header1.xml')).toContain('PHÒNG GIÁO DỤC VÀ ĐÀO TẠO')
    expect(await partOf(filled, 'word/media/image1.png')).toBe('một hình')
    expect(await partOf(filled, 'word/settings.xml')).not.toContain('attachedTemplate')
    expect(await partOf(filled, 'word/_rels/settings.xml.rels')).not.toContain('cu.dotm')
    const xml = await partOf(filled, 'word/document.xml')
    expect(xml.split(section)).toHaveLength(2)
    expect(xml.split(shortPlan.signer.name ?? '?')).toHaveLength(4)
    expect(xml).toContain('Hộp')
  })

  it('fills every placeholder that there is', async () => {
    const inline = placeholderNames.filter((n) => !['noi_dung', 'can_cu', 'phu_luc'].includes(n))
    const body = `${inline.map((n) => para(`${n}=[{{${n}}}]`)).join('')}${requiredParts}`
    const lines = await linesOf(
      await fillForm(makeForm(body), {
        ...shortPlan,
        urgency: 'KHẨN',
        circulation: 'Lưu hành nội bộ',
        drafter: { code: 'PL', copies: 3 },
        beside: { authority: null, position: 'Thư ký', name: 'Lê Thư' },
      }),
    )
    const value = (name: string) =>
      lines.find((line) => line.startsWith(`${name}=[`))?.slice(name.length + 2, -1)
    expect(value('so_ky_hieu')).toBe('07/KH-PGDĐT')
    expect([value('dia_danh'), value('ngay'), value('thang'), value('nam')]).toEqual([
      'Vân Sơn',
      '05',
      '01',
      '2024',
    ])
    expect(value('dia_danh_ngay_thang')).toBe('Vân Sơn, ngày 05 tháng 01 năm 2024')
    expect([value('ten_loai'), value('do_khan'), value('pham_vi_luu_hanh')]).toEqual([
      'KẾ HOẠCH',
      'KHẨN',
      'LƯU HÀNH NỘI BỘ',
    ])
    expect([value('ky_hieu_nguoi_soan'), value('nguoi_ky_ben_trai')]).toEqual(['PL.(3)', 'Lê Thư'])
    expect(lines.join('\n')).not.toContain('{{')
  })
})
