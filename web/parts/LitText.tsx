import { useT } from '../app/i18n.tsx'
import css from './LitText.module.css'
import { cutSpans, type Span } from './spans.ts'

export type { Span, SpanKind } from './spans.ts'

/**
 * Words of a document with some of them marked: `lit` yellow (the sentence a task rests on) · `sure` a thin line under
 * a recognised piece · `unsure` yellow with a dashed line · `current` ringed · `near` blue, while its card is hovered.
 * @param onPick pressed, or chosen by keyboard; without it the marks are no buttons
 * @param onNear the pointer or focus came to a piece (its id) or left it (null): light its card
 */
export function LitText(props: {
  text: string
  spans: readonly Span[]
  onPick?: (id: string) => void
  onNear?: (id: string | null) => void
}) {
  const t = useT()
  const { text, spans, onPick, onNear } = props
  return cutSpans(text, spans).map((piece, i) => {
    const { span } = piece
    if (!span) return <span key={i}>{piece.text}</span>
    const { id } = span
    const said = span.label ?? (span.kind === 'unsure' ? t('common.lit.unsure') : undefined)
    const near =
      id !== undefined && onNear
        ? {
            onMouseEnter: () => onNear(id),
            onMouseLeave: () => onNear(null),
            onFocus: () => onNear(id),
            onBlur: () => onNear(null),
          }
        : {}
    const press =
      id !== undefined && onPick
        ? {
            role: 'button',
            tabIndex: 0,
            onClick: () => onPick(id),
            onKeyDown: (e: React.KeyboardEvent) => {
              if (e.key !== 'Enter' && e.key !== ' ') return
              e.preventDefault()
              onPick(id)
            },
          }
        : {}
    return (
      <mark key={i} className={css.mark} data-kind={span.kind} title={said} {...near} {...press}>
        {piece.text}
      </mark>
    )
  })
}

/** A quotation of a document's own words, always in the face of print. */
export function Quote(props: { text: string; spans?: readonly Span[] }) {
  return (
    <span className={css.quote}>
      <LitText text={props.text} spans={props.spans ?? []} />
    </span>
  )
}
