import { Fragment, memo, useEffect, useEffectEvent, useMemo, useRef, type ReactNode } from 'react'
import { useT } from '../../app/i18n.tsx'
import { LitText } from '../../parts/LitText.tsx'
import { cutSpans } from '../../parts/spans.ts'
import { Desk, Pin, Sheet, SheetTable, SheetText } from '../../parts/Sheet.tsx'
import { isQuestion, questionId, regionAt, type PageMarks } from './marks.ts'
import { reachOf, readPage, type PageElement, type PageNode } from './page-tree.ts'
import css from './PaperPage.module.css'
import { bringIntoPane } from '../../parts/scroll.ts'

/**
 * The page of a document with its pieces marked.
 * @param near the piece under the pointer or focus on the other side: its words are lit
 * @param current the piece that is looked at: ringed, and scrolled to
 * @param onNear the pointer came to a piece here
 * @param onPick a piece was pressed here
 */
export function PaperPage(props: {
  html: string
  page: PageMarks
  near: string | null
  current: string | null
  onNear: (id: string | null) => void
  onPick: (id: string) => void
  /** changes when a phone turns to the page: what is looked at is brought into sight again */
  shown?: string | null
}) {
  const { html, page, near, current, onNear, onPick, shown } = props
  const box = useRef<HTMLDivElement>(null)
  // A long document has thousands of paragraphs: they are drawn once, and lit by hand in the drawn page.
  useLight(box, page, near === current ? null : near, 'near')
  useLight(box, page, current, 'current')
  // Only another choice scrolls; a change of the page does not.
  const show = useEffectEvent((id: string) => bringIntoPane(placesOf(box.current, page, id)[0], 'middle'))
  const opened = useRef(false)
  useEffect(() => {
    // A document opens at its head; from then on the page follows what is looked at.
    if (current && (opened.current || shown)) show(current)
    opened.current = true
  }, [current, shown])
  useEffect(() => bringIntoPane(box.current?.querySelector('[data-words="lit"]'), 'middle'), [page.lit])
  const idAt = (target: EventTarget): string | null => {
    if (!(target instanceof Element)) return null
    const marked = target.closest('[data-mark]')
    if (marked) return pickId(marked.getAttribute('data-mark') ?? '')
    const from = target.closest('[data-from]')?.getAttribute('data-from')
    return from === null || from === undefined ? null : (regionAt(page.regions, Number(from))?.id ?? null)
  }
  return (
    <div
      ref={box}
      className={css.page}
      onMouseOver={(e) => onNear(idAt(e.target))}
      onMouseLeave={() => onNear(null)}
      onClick={(e) => {
        const id = idAt(e.target)
        if (id) onPick(id)
      }}
    >
      <Paper html={html} page={page} onPick={onPick} />
    </div>
  )
}

/** Elements of the page that show a piece. */
function placesOf(box: HTMLElement | null, page: PageMarks, id: string): HTMLElement[] {
  if (!box) return []
  const marked = [...box.querySelectorAll<HTMLElement>(`[data-mark~="${id}"], [data-pin="${id}"]`)]
  if (marked.length > 0) return marked
  const region = page.regions.find((r) => r.id === id)
  if (!region) return []
  return [...box.querySelectorAll<HTMLElement>('[data-from]')].filter((element) => {
    const [from, to] = [Number(element.dataset['from']), Number(element.dataset['to'])]
    return from < region.end && to > region.start
  })
}

function useLight(
  box: React.RefObject<HTMLDivElement | null>,
  page: PageMarks,
  id: string | null,
  kind: 'near' | 'current',
): void {
  useEffect(() => {
    if (id === null) return
    const places = placesOf(box.current, page, id)
    for (const place of places) light(place, kind)
    return () => {
      for (const place of places) light(place, null)
    }
  }, [box, page, id, kind])
}

function light(place: HTMLElement, kind: string | null): void {
  if (place.dataset['pin'] !== undefined) {
    const pin = place.firstElementChild
    if (kind === 'current') pin?.setAttribute('data-current', 'true')
    else pin?.removeAttribute('data-current')
    return
  }
  const mark = place.querySelector('mark')
  const base = place.dataset['base']
  if (base !== undefined && mark) mark.dataset['kind'] = kind ?? base
  else if (kind) place.dataset['lit'] = kind
  else delete place.dataset['lit']
}

const Paper = memo(function Paper(props: { html: string; page: PageMarks; onPick: (id: string) => void }) {
  const tree = useMemo(() => readPage(props.html), [props.html])
  const t = useT()
  const drawing: Drawing = { page: props.page, onPick: props.onPick, table: t('library.bench.page') }
  return (
    <Desk>
      <Sheet>{tree.map((node, i) => drawBlock(drawing, node, i))}</Sheet>
    </Desk>
  )
})

interface Drawing {
  page: PageMarks
  onPick: (id: string) => void
  /** name of a table, for readers */
  table: string
}

function drawBlock(drawing: Drawing, node: PageNode, key: number): ReactNode {
  if (node.kind === 'text' || node.kind === 'br') return drawInline(drawing, [node])
  if (node.kind === 'table') return drawTable(drawing, node, key)
  if (node.kind === 'p') return drawParagraph(drawing, node, key, false)
  return <div key={key}>{node.children.map((child, i) => drawBlock(drawing, child, i))}</div>
}

/** A paragraph; one without words is only the typist's space and is not drawn. */
function drawParagraph(drawing: Drawing, node: PageElement, key: number, inTable: boolean): ReactNode {
  const reach = reachOf(node.children)
  if (!reach || !hasWords(node)) return null
  const { page } = drawing
  const place = { 'data-from': reach.start, 'data-to': reach.end }
  const content = drawInline(drawing, node.children)
  if (reach.start < page.headEnd) {
    return (
      <div key={key} {...place} className={css.head} data-look={lookInHead(page, reach)}>
        {content}
      </div>
    )
  }
  const asked = page.marks.find((m) => m.n !== undefined && m.start >= reach.start && m.start < reach.end)
  const pin =
    asked?.n === undefined ? null : (
      <span data-pin={questionId(asked.n)}>
        <Pin n={asked.n} />
      </span>
    )
  if (inTable)
    return (
      <div key={key} {...place}>
        {pin}
        {content}
      </div>
    )
  const heading = [...page.headings].some((start) => start >= reach.start && start < reach.end)
  return (
    <div key={key} {...place} className={css.paragraph} data-heading={heading || undefined}>
      <SheetText plain={heading} pin={pin}>
        {content}
      </SheetText>
    </div>
  )
}

function hasWords(node: PageNode): boolean {
  if (node.kind === 'text') return node.text.trim() !== ''
  return node.kind !== 'br' && node.children.some(hasWords)
}

/** Heads that come as plain text say nothing about their face; the decree does (Appendix I, cells 1 to 5). */
function lookInHead(page: PageMarks, reach: { start: number; end: number }): string | undefined {
  const holds = (field: string) => {
    const span = page.header[field]
    return span !== undefined && span.start < reach.end && span.end > reach.start
  }
  if (holds('type')) return 'type'
  if (holds('subject')) return 'subject'
  if (holds('agency')) return 'agency'
  return holds('date') ? 'date' : undefined
}

function drawInline(drawing: Drawing, nodes: readonly PageNode[]): ReactNode[] {
  return nodes.map((node, i) => {
    if (node.kind === 'br') return <br key={i} />
    if (node.kind !== 'text') {
      const inside = drawInline(drawing, node.children)
      if (node.kind === 'b') return <b key={i}>{inside}</b>
      if (node.kind === 'i') return <i key={i}>{inside}</i>
      if (node.kind === 'u') return <u key={i}>{inside}</u>
      return <span key={i}>{inside}</span>
    }
    const { lit } = drawing.page
    if (!lit || lit.start >= node.start + node.text.length || lit.end <= node.start)
      return <Fragment key={i}>{drawWords(drawing, node.text, node.start)}</Fragment>
    const span = { start: lit.start - node.start, end: lit.end - node.start, kind: 'lit' as const }
    let at = node.start
    return cutSpans(node.text, [span]).map((piece, k) => {
      const words = drawWords(drawing, piece.text, at)
      at += piece.text.length
      return piece.span ? (
        <mark key={`${i} ${k}`} className={css.lit} data-words="lit">
          {words}
        </mark>
      ) : (
        <Fragment key={`${i} ${k}`}>{words}</Fragment>
      )
    })
  })
}

/** Words that begin at a place of the document's text, with the pieces in them marked. */
function drawWords(drawing: Drawing, text: string, start: number): ReactNode {
  const end = start + text.length
  const spans = drawing.page.marks
    .filter((m) => m.start < end && m.end > start)
    .map((m) => ({ start: m.start - start, end: m.end - start, kind: m.kind, id: m.ids.join(' ') }))
  if (spans.length === 0) return text
  return cutSpans(text, spans).map(({ text: words, span }, k) =>
    span?.id === undefined ? (
      words
    ) : (
      <span key={k} data-mark={span.id} data-base={span.kind}>
        <LitText
          text={words}
          spans={[{ start: 0, end: words.length, kind: span.kind, id: pickId(span.id) }]}
          {...(span.kind === 'unsure' ? { onPick: drawing.onPick } : {})}
        />
      </span>
    ),
  )
}

/** Of words that are asked about, the question is what is picked. */
function pickId(ids: string): string {
  const all = ids.split(' ')
  return all.find(isQuestion) ?? all[0] ?? ''
}

/** Head and end are set in two columns without lines; every other table is a table. */
function drawTable(drawing: Drawing, node: PageElement, key: number): ReactNode {
  const reach = reachOf(node.children)
  const { page } = drawing
  const inHead = reach !== null && reach.start < page.headEnd
  const inEnd =
    reach !== null &&
    page.regions.some((r) => r.id.startsWith('recipient:') && r.start >= reach.start && r.end <= reach.end)
  const rows = node.children.map((row, i) =>
    row.kind === 'tr' ? (
      <tr key={i}>
        {row.children.map((cell, k) =>
          cell.kind === 'td' ? (
            <td key={k} colSpan={cell.colSpan} rowSpan={cell.rowSpan}>
              {cell.children.map((child, j) =>
                child.kind === 'p' ? drawParagraph(drawing, child, j, true) : drawBlock(drawing, child, j),
              )}
            </td>
          ) : null,
        )}
      </tr>
    ) : null,
  )
  if (inHead || inEnd)
    return (
      <table key={key} className={css.columns} data-of={inHead ? 'head' : 'end'} role="presentation">
        <tbody>{rows}</tbody>
      </table>
    )
  return (
    <SheetTable key={key} label={`${drawing.table} ${key + 1}`}>
      <tbody>{rows}</tbody>
    </SheetTable>
  )
}
