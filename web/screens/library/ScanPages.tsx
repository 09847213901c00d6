import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react'
import type { DocumentPages, PageSize } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Desk, Pin } from '../../parts/Sheet.tsx'
import { isQuestion, regionAt, type PageMarks } from './marks.ts'
import { PaperPage } from './PaperPage.tsx'
import { boxesOf, wordAt, type PlacedBox } from './placed.ts'
import css from './ScanPages.module.css'
import { bringIntoPane } from '../../parts/scroll.ts'

type Props = Parameters<typeof PaperPage>[0] & {
  pages: readonly PageSize[]
  /** address of the places of words; pages are below it by their number */
  address: string
}

/**
 * A document as it is: the pages of a PDF or photo with its pieces lit where they stand. One that has no pages, or whose
 * pages can't be had any more, is shown as its words; they are one button away for who can't see a picture.
 */
export function ScanPages(props: Props) {
  const t = useT()
  const { pages, address } = props
  const [asWords, setAsWords] = useState(false)
  const [lost, setLost] = useState(false)
  if (pages.length === 0 || lost) return <PaperPage {...props} />
  return (
    <div className={css.pane}>
      <div className={css.turn}>
        <Button size="small" aria-pressed={asWords} onClick={() => setAsWords(!asWords)}>
          {t('library.bench.pageWords')}
        </Button>
      </div>
      {asWords ? <PaperPage {...props} /> : <Pages {...props} key={address} onLost={() => setLost(true)} />}
    </div>
  )
}

function Pages(props: Props & { onLost: () => void }) {
  const { pages, address, page, near, current, onNear, onPick, shown, onLost } = props
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const query = useQuery({
    queryKey: ['pages', address],
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<DocumentPages> => {
      const answer = await fetch(address, { signal, headers: { accept: 'application/json' } })
      if (!answer.ok) throw new Error(String(answer.status))
      return (await answer.json()) as DocumentPages
    },
  })
  const placed = query.data?.pages
  const lit = useMemo(() => (placed ? litOf(placed, page, near, current) : []), [placed, page, near, current])
  const opened = useRef(false)
  useEffect(() => {
    if (!placed || !current) return
    if (opened.current || shown) bringIntoPane(box.current?.querySelector('[data-kind="current"]'), 'middle')
    opened.current = true
  }, [placed, current, shown])
  useEffect(() => {
    if (placed) bringIntoPane(box.current?.querySelector('[data-kind="lit"]'), 'middle')
  }, [placed, page.lit])

  const idAt = (e: MouseEvent<HTMLElement>, index: number): string | null => {
    const size = pages[index]
    const words = placed?.[index]?.words
    if (!size || !words) return null
    const frame = e.currentTarget.getBoundingClientRect()
    const x = ((e.clientX - frame.left) / frame.width) * size.width
    const y = ((e.clientY - frame.top) / frame.height) * size.height
    const word = wordAt(words, x, y)
    if (!word) return null
    const mark = page.marks.findLast((m) => m.start < word.end && m.end > word.start)
    if (mark) return mark.ids.find(isQuestion) ?? mark.ids[0] ?? null
    return regionAt(page.regions, word.start)?.id ?? null
  }
  return (
    <Desk>
      <div ref={box} className={css.pages} onMouseLeave={() => onNear(null)}>
        {pages.map((size, i) => (
          <figure
            key={i}
            className={css.page}
            style={{ aspectRatio: `${size.width} / ${size.height}` }}
            onMouseMove={(e) => onNear(idAt(e, i))}
            onClick={(e) => {
              const id = idAt(e, i)
              if (id) onPick(id)
            }}
          >
            <img
              src={`${address}/${i + 1}`}
              alt={t('library.bench.pageOf', { n: i + 1, of: pages.length })}
              loading="lazy"
              onError={onLost}
            />
            {lit.map((piece, k) => (piece.page === i ? <Lit key={k} piece={piece} size={size} /> : null))}
          </figure>
        ))}
      </div>
    </Desk>
  )
}

interface LitBox extends PlacedBox {
  kind: 'sure' | 'unsure' | 'doubtful' | 'near' | 'current' | 'lit'
  /** number of the question, at its first box */
  n?: number
}

function Lit({ piece, size }: { piece: LitBox; size: PageSize }) {
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`
  return (
    <>
      <span
        className={css.lit}
        data-kind={piece.kind}
        aria-hidden="true"
        style={{
          left: share(piece.x, size.width),
          top: share(piece.y, size.height),
          width: share(piece.w, size.width),
          height: share(piece.h, size.height),
        }}
      />
      {piece.n === undefined ? null : (
        <span className={css.pin} style={{ top: share(piece.y, size.height) }}>
          <Pin n={piece.n} current={piece.kind === 'current'} />
        </span>
      )}
    </>
  )
}

/** A word read off a picture below this is as often wrong as right. */
const doubtful = 60

function litOf(
  placed: DocumentPages['pages'],
  page: PageMarks,
  near: string | null,
  current: string | null,
): LitBox[] {
  const boxes: LitBox[] = []
  const add = (span: { start: number; end: number }, kind: LitBox['kind'], n?: number) => {
    for (const [i, box] of boxesOf(placed, span).entries())
      boxes.push({ ...box, kind, ...(i === 0 && n !== undefined ? { n } : {}) })
  }
  for (const { words } of placed)
    for (const [start = 0, end = 0, , , , , sure] of words)
      if (sure !== undefined && sure < doubtful) add({ start, end }, 'doubtful')
  if (page.lit) add(page.lit, 'lit')
  const kindOf = (ids: readonly string[]) =>
    current !== null && ids.includes(current)
      ? 'current'
      : near !== null && ids.includes(near)
        ? 'near'
        : null
  for (const mark of page.marks) add(mark, kindOf(mark.ids) ?? mark.kind, mark.n)
  for (const region of page.regions) {
    const kind = kindOf([region.id])
    if (kind) add(region, kind)
  }
  return boxes
}
