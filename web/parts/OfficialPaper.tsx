import type { Ref } from 'react'
import css from './OfficialPaper.module.css'

/**
 * A draft in its official form, as it will be printed.
 * @param html made by our own writer, which escapes every word: paragraphs, tables, bold and italic only
 */
export function OfficialPaper({ html, ref }: { html: string; ref: Ref<HTMLDivElement> }) {
  return <div ref={ref} className={css.paper} lang="vi" dangerouslySetInnerHTML={{ __html: html }} />
}
