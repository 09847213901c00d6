export interface Form {
  /** the first file that is not empty */
  file: Buffer | null
  fields: Map<string, string>
}

/**
 * Reads a form sent as multipart/form-data (RFC 7578): one file and short fields, which is all that our pages send. What
 * is not of that form is left out.
 */
export function fileOfForm(contentType: string, body: Buffer): Form {
  const form: Form = { file: null, fields: new Map() }
  const [, quoted, bare] = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) return form
  const mark = Buffer.from(`--${boundary}`)
  let from = body.indexOf(mark)
  while (from >= 0) {
    const head = from + mark.length + 2
    const until = body.indexOf(Buffer.from(`\r\n--${boundary}`), from + mark.length)
    const blank = body.indexOf('\r\n\r\n', head)
    if (until < 0 || blank < 0 || blank > until) break
    const header = body.subarray(head, blank).toString('utf8')
    const content = body.subarray(blank + 4, until)
    const name = /\bname="([^"]*)"/i.exec(header)?.[1] ?? ''
    if (/\bfilename\*?=/i.test(header)) {
      if (content.length > 0) form.file ??= content
    } else if (content.length < 10_000) form.fields.set(name, content.toString('utf8'))
    from = until + 2
  }
  return form
}
