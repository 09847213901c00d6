import { useEffect, useEffectEvent, useRef } from 'react'
import type { PieceChange, UncertainPiece } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Pin } from '../../parts/Sheet.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import { questionId } from './marks.ts'
import css from './Pieces.module.css'
import { bringIntoPane } from '../../parts/scroll.ts'

/**
 * The uncertain pieces, the least certain first, each with its answers. On a phone one card at a time.
 * @param at which one is looked at, from 0
 * @param onAnswer null where the person may not answer
 */
export function Questions(props: {
  questions: readonly UncertainPiece[]
  at: number
  near: string | null
  onAt: (at: number) => void
  onNear: (id: string | null) => void
  onAnswer: ((piece: UncertainPiece, change: PieceChange) => void) | null
  onEdit: (piece: UncertainPiece) => void
  onShow: () => void
}) {
  const t = useT()
  const phone = usePhone()
  const { questions, at, onAt } = props
  const shown = phone ? questions.slice(at, at + 1) : questions
  return (
    <section className={css.part} aria-labelledby="questions">
      <h2 id="questions" className={css.head}>
        {t('library.bench.todo')}
        <span>
          {questions.length === 0
            ? t('library.bench.todoNone')
            : t('library.bench.todoCount', { n: questions.length })}
        </span>
      </h2>
      {phone && questions.length > 1 ? (
        <p className={css.turns}>
          <Button size="small" onClick={() => onAt(Math.max(0, at - 1))}>
            {t('library.bench.previous')}
          </Button>
          <span className="num">{t('library.bench.number', { i: at + 1, n: questions.length })}</span>
          <Button size="small" onClick={() => onAt(Math.min(questions.length - 1, at + 1))}>
            {t('library.bench.next')}
          </Button>
        </p>
      ) : null}
      {shown.map((piece) => {
        const i = questions.indexOf(piece)
        return <Question key={piece.id} {...props} piece={piece} i={i} current={i === at} phone={phone} />
      })}
    </section>
  )
}

function Question(
  props: Omit<Parameters<typeof Questions>[0], 'questions'> & {
    piece: UncertainPiece
    i: number
    current: boolean
    phone: boolean
  },
) {
  const t = useT()
  const { piece, i, current, onAnswer, phone } = props
  const id = questionId(i + 1)
  const box = useRef<HTMLElement>(null)
  const bring = useEffectEvent(() => {
    if (!phone) bringIntoPane(box.current, 'inside')
  })
  useEffect(() => {
    if (current) bring()
  }, [current])
  return (
    <article
      ref={box}
      className={css.question}
      data-current={current || undefined}
      data-near={props.near === id || undefined}
      aria-labelledby={`${id}-title`}
      onMouseEnter={() => props.onNear(id)}
      onMouseLeave={() => props.onNear(null)}
      onFocus={() => {
        if (!current) props.onAt(i)
      }}
    >
      <Pin n={i + 1} current={current} />
      <div>
        <h3 id={`${id}-title`} className={css.sentence}>
          <button type="button" onClick={() => props.onAt(i)} aria-current={current || undefined}>
            {piece.sentence}
          </button>
        </h3>
        {piece.facts.length > 0 ? (
          <dl className={css.facts}>
            {piece.facts.map((fact, k) => (
              <div key={k}>
                <dt>{fact.label}</dt>
                <dd>
                  {fact.documentId === null ? (
                    fact.value
                  ) : (
                    <AppLink href={`/documents/${fact.documentId}`}>{fact.value}</AppLink>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {onAnswer ? (
          <p className={css.answers}>
            {piece.proposals.map((proposal, k) => (
              <Button key={k} size="small" onClick={() => onAnswer(piece, proposal.change)}>
                {proposal.label}
              </Button>
            ))}
            {piece.edits ? (
              <Button size="small" kind="bare" onClick={() => props.onEdit(piece)}>
                {t(piece.proposals.length > 0 ? 'library.bench.other' : 'library.bench.edit')}
              </Button>
            ) : null}
          </p>
        ) : null}
        {phone && piece.start !== null ? (
          <p className={css.answers}>
            <Button size="small" kind="bare" onClick={props.onShow}>
              {t('library.bench.seeInPage')}
            </Button>
          </p>
        ) : null}
      </div>
    </article>
  )
}
