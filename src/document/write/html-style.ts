import type { Form, StyleName } from './forms.ts'

/** The sheet of a page in a form: on screen a page as wide as paper, printed the form's own margins and page numbers. */
export function pageCss(form: Form, width: number): string {
  const { page, size, styles } = form
  const cell = (name: string, points: number, look = '') =>
    `.${name}{font-size:${points}pt;line-height:1.15;margin:0 auto;${look}}`
  const bold = 'font-weight:bold;'
  const text = (name: StyleName) => {
    const { align, indent, bold: heavy, italic } = styles[name]
    return `.${name}{text-align:${align};text-indent:${indent ? form.firstLine : 0}mm;font-weight:${heavy ? 'bold' : 'normal'};font-style:${italic ? 'italic' : 'normal'}}`
  }
  return `@page{size:A4;margin:${page.top}mm ${page.right}mm ${page.bottom}mm ${page.left}mm;${form.pageNumber === 'top' ? '@top-center' : '@bottom-right'}{content:counter(page);font:${size.pageNumber}pt "Times New Roman",Tinos,serif}}
@page:first{@top-center{content:none}@bottom-right{content:none}}
*{box-sizing:border-box}
html{background:#e9ecef}
body{margin:0;font:${size.body}pt/${form.line}pt "Times New Roman",Tinos,"Liberation Serif",serif;color:#000}
main{width:${page.width}mm;max-width:100%;min-height:${page.height}mm;margin:0 auto;padding:${page.top}mm ${page.right}mm ${page.bottom}mm ${page.left}mm;background:#fff}
@media print{html{background:none}main{width:auto;min-height:0;padding:0}}
@media screen and (max-width:${width}mm){main{padding:5mm}}
main p,main h1,main h2,main h3,main h4,main h5,main h6{margin:0 0 ${form.gap}pt;font-size:inherit}
table{border-collapse:collapse;table-layout:fixed;width:100%}
td,th{vertical-align:top;padding:0}
.head td,.end td+td,.head p{text-align:center}
.head tr+tr td{padding-top:6pt}
.end{margin-top:8pt;break-inside:avoid}
.lined{margin:0 0 ${form.gap}pt;line-height:1.15}
.lined th,.lined td{border:.5pt solid #000;padding:2pt 1.5mm}
.lined th{vertical-align:middle;text-align:center}
.lined p,.bare p{margin:0 0 2pt}
thead{display:table-header-group}
tr{break-inside:avoid}
h1,h2,h3,h4,h5,h6{break-after:avoid}
.rule{border-top:.75pt solid #000;margin:3pt auto 0}
main .gap{margin:0;line-height:12pt}
.room{height:${form.signatureRoom}mm}
.annex{break-before:page}
${(Object.keys(styles) as StyleName[]).map((name) => `main ${text(name)}`).join('\n')}
main ${cell('parentAgency', size.agency)}
main ${cell('agency', size.agency, bold)}
main ${cell('nation', size.nation, bold)}
main ${cell('motto', size.motto, bold)}
main ${cell('number', size.number)}
main ${cell('placeDate', size.placeDate, 'font-style:italic;')}
main ${cell('letterSubject', size.letterSubject, `margin-top:6pt;${form.letterSubjectItalic ? 'font-style:italic;' : ''}`)}
main ${cell('type', size.type, `${bold}text-align:center;margin-top:18pt;`)}
main ${cell('subject', size.subject, `${bold}text-align:center;`)}
main ${cell('addressee', size.body, `text-align:center;margin-bottom:${form.gap * 2}pt;`)}
main ${cell('addressees', size.body, `margin-left:${form.addressees[0]}mm;`)}
main .listed{margin-left:${form.addressees[1]}mm}
main ${cell('annexName', size.annexName, `${bold}text-align:center;`)}
main ${cell('annexOf', size.placeDate, 'font-style:italic;text-align:center;')}
main ${cell('signer', size.signer, `${bold}text-align:center;`)}
main ${cell('signerName', size.signer, `${bold}text-align:center;`)}
main ${cell('recipientsHeading', size.recipientsHeading, form.recipientsUnderlined ? 'text-decoration:underline;' : `${bold}font-style:italic;`)}
main ${cell('recipient', size.recipients)}
main ${cell('drafter', size.drafter)}
main ${cell('contact', size.contact)}
main ${cell('mark', size.copyMark, 'text-align:right;')}
main ${cell('copyName', size.type, bold)}
main ${cell('box', size.stamp, `${bold}border:.75pt solid;height:8mm;line-height:8mm;margin-top:6pt;`)}
main .urgency{color:#f00}
hr,.contacts{border:0;border-top:.75pt solid #000;margin:12pt 0 6pt}
`
}
