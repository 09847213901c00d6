import { describe, expect, test } from 'vitest'
import { toTcvn3, toVni, toWindows1258 } from '#test/support/typed.ts'
import { runsOf } from '#test/support/runs-of.ts'
import { openDocument } from '../index.ts'

const open = (content: string | Uint8Array, name = 'a.doc') =>
  openDocument(typeof content === 'string' ? Buffer.from(content) : content, name)

/** Letters as RTF writes them: one byte each. */
const hex = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (letter) => `\\'${letter.charCodeAt(0).toString(16)}`)

describe('.html, also called .doc', () => {
  test('paragraphs, tables with joined cells, lists, entities; scripts and what is hidden left out', async () => {
    const opened = await open(
      '<!DOCTYPE html><html><head><title>Không đọc</title><style>p.An{display:none} .Hoa{text-transform:uppercase}</style></head>' +
        '<body><table><tr><td>UBND HUYỆN<br>PHÒNG NỘI VỤ<td>CỘNG HÒA</table>' +
        '<p>Kế&nbsp;hoạch\n  <b>số <i>12</i></b> &amp; &#7879;<script>alert("x")</script><p class=An>Ẩn<p class=Hoa>mục đích' +
        '<ol type=I><li>Một<li>Hai</ol><ul><li>Ba</ul>' +
        '<table><tr><td colspan=2 rowspan="1">A</td></tr><tr><td>B</td><td>C</td></tr></table><iframe src="http://127.0.0.1/"></iframe>Hết',
    )
    expect(opened.format).toBe('html')
    expect(opened.text.split('\n')).toEqual([
      'UBND HUYỆN',
      'PHÒNG NỘI VỤ\tCỘNG HÒA',
      'Kế\u00a0hoạch số 12 & ệ',
      'MỤC ĐÍCH',
      'I. Một',
      'II. Hai',
      '- Ba',
      'A',
      'B\tC',
      'Hết',
      '',
    ])
    expect(opened.html).toContain('<td colspan="2">')
    expect(opened.html).toContain('<b><i><span')
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(new Set([...opened.html.matchAll(/<\/?([a-z]+)/g)].map((match) => match[1]))).toEqual(
      new Set(['p', 'span', 'b', 'i', 'br', 'table', 'tr', 'td']),
    )
  })

  test('numbers that Word wrote as words of its own', async () => {
    const { text } = await open(
      "<html><p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Mục đích</p>",
    )
    expect(text).toBe('1. Mục đích\n')
  })

  test('letters of .VnTime and VNI by element, class and font tag', async () => {
    const { text } = await open(
      `<html><style>p.MsoNormal, li.MsoNormal {font-size:14pt; font-family:".VnTime","sans-serif"}</style>
      <p class=MsoNormal>${toTcvn3('Căn cứ Nghị định')} <span style='font-family:"Times New Roman"'>Số</span>
      <span style='font-family:.VnTimeH'>${toTcvn3('quyết định')}</span></p>
      <p><font face="VNI-Times">${toVni('Ủy ban nhân dân')}</font></p>`,
    )
    expect(text).toBe('Căn cứ Nghị định Số QUYẾT ĐỊNH\nỦy ban nhân dân\n')
  })

  test.each([
    [
      'Windows-1258, as it says',
      toWindows1258('<html><meta charset="windows-1258"><p>Kế hoạch tuyên truyền</p>'),
    ],
    [
      'Windows-1258, though it says another',
      toWindows1258('<html><meta charset="iso-8859-1"><p>Kế hoạch tuyên truyền</p>'),
    ],
    ['TCVN3 bytes without a font', Buffer.from(`<html><p>${toTcvn3('Kế hoạch tuyên truyền')}</p>`, 'latin1')],
    ['UTF-16', Buffer.from('\ufeff<html><p>Kế hoạch tuyên truyền</p>', 'utf16le')],
    ['a page that begins as none does', '<o:p></o:p><dl><dd>Kế hoạch tuyên truyền</dl>'],
  ])('%s', async (_, bytes) => {
    expect(await open(bytes, 'a.htm')).toMatchObject({ text: 'Kế hoạch tuyên truyền\n', format: 'html' })
  })
})

describe('.rtf, also called .doc', () => {
  test('fonts, code pages, Unicode with its fallback, hidden and deleted words, fields, pictures', async () => {
    const opened = await open(
      '{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Times New Roman;}{\\f1\\fnil{\\*\\falt Arial}\\fcharset0 .VnTime;}' +
        '{\\f2 .VnTimeH;}{\\f3\\fcharset0 VNI-Times;}{\\f4\\fcharset163 Times New Roman (Vietnamese);}}{\\info{\\title Không}}' +
        `{\\*\\generator X;}{\\pard\\f1 ${hex(toTcvn3('Căn cứ'))} {\\f2 ${hex(toTcvn3('nghị định'))}}\\par\n` +
        `\\f3 ${hex(toVni('Ủy ban'))}\\par \\f4 Ti\\'ea\\'ecng Vi\\'ea\\'f2t\\par` +
        "\\f0\\uc1 K\\u7871\\'3f ho\\u7841?ch {\\v hidden}{\\deleted gone}{\\b s\\u7889 ?}{\\ul 1}\\tab A\\line B\\par" +
        '{\\field{\\*\\fldinst HYPERLINK "http://127.0.0.1"}{\\fldrslt xem}}{\\pict\\wmetafile8 0102}{\\object{\\*\\objdata 01}{\\result R}}\\bin3 }}}\\~x\\par}}',
    )
    expect(opened.format).toBe('rtf')
    expect(opened.text.split('\n')).toEqual([
      'Căn cứ NGHỊ ĐỊNH',
      'Ủy ban',
      'Tiếng Việt',
      'Kế hoạch số1\tA',
      'B',
      'xemR\u00a0x',
      '',
    ])
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(opened.html).toContain('<b><span')
  })

  test('tables, joined cells, a table in a cell, numbers of lists', async () => {
    const row = (...cells: string[]) => `\\pard\\intbl ${cells.map((cell) => `${cell}\\cell`).join(' ')}`
    const { text, html } = await open(
      '{\\rtf1{\\fonttbl{\\f0 Arial;}}' +
        `\\trowd\\cellx1000\\cellx2000\\cellx3000${row('A', 'B\\par b', 'C')}\\row` +
        `\\trowd\\clvmgf\\cellx1000\\cellx3000${row('D', 'E')}\\row` +
        `\\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3000${row('', 'F', 'G')}\\row` +
        '\\pard{\\listtext 1.\\tab}Sau b\\u7843?ng\\par' +
        '\\trowd\\cellx1000\\pard\\intbl\\itap2 N\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\nestrow}{\\nonesttables\\par}\\pard\\intbl M\\cell\\row}',
    )
    expect(text.split('\n')).toEqual(['A\tB', 'b\tC', 'D\tE', 'F\tG', '1. Sau bảng', 'N', 'M', ''])
    expect(html).toContain('<td rowspan="2"><p><span data-s="8">D</span></p></td><td colspan="2">')
    expect(html.match(/<table>/g)).toHaveLength(3)
  })

  test('groups without end are damaged, cut off ones are read as far as they go', async () => {
    await expect(open(`{\\rtf1${'{'.repeat(100_000)}a`)).rejects.toMatchObject({ code: 'document.damaged' })
    expect((await open('{\\rtf1 {\\b Kh\\u244?ng')).text).toBe('Không\n')
  })
})
