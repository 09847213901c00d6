import type { ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { AppLink } from './AppLink.tsx'
import { LitText, type Span } from './LitText.tsx'
import css from './Thread.module.css'

export type ThreadKind = 'doc' | 'task' | 'direction' | 'activity' | 'figure'

export interface ThreadNode {
  id: string
  kind: ThreadKind
  /** whose it is: "Sở GD&ĐT"; without it the plain word of the kind */
  whose?: string
  /** where it stands: "3127 · II.2.b" */
  where?: string
  /** the words of the document, with the lit ones */
  quote?: { text: string; spans: readonly Span[] }
  title?: ReactNode
  /** a picture, numbers, a state */
  more?: ReactNode
  /** the address of this node's own screen */
  href?: string
  /** one small link beside the way: "39 trường khác" */
  side?: ReactNode
  /** the node this screen is about: it has a halo */
  here?: boolean
  /** nothing is there yet: its shape is dashed */
  empty?: boolean
  /** I may not read it: its shape and "không thuộc quyền xem", no text */
  hidden?: boolean
}

/**
 * The thread, compact: from the sentence in the superior's document down to the figure in the report. The same list in
 * a drawer, beside a report and on a phone. Squares are documents, rings tasks and directions, discs activities, the flat bar a figure.
 * @param big the screen is about the thread: larger words and shapes
 */
export function Thread(props: { nodes: ThreadNode[]; big?: boolean }) {
  const t = useT()
  return (
    <ol className={css.thread} data-big={props.big || undefined} aria-label={t('views.thread')}>
      {props.nodes.map((node) => (
        <li
          key={node.id}
          data-kind={node.kind}
          data-here={node.here || undefined}
          data-hidden={node.hidden || undefined}
          data-empty={node.empty || undefined}
        >
          <Node node={node} />
        </li>
      ))}
    </ol>
  )
}

function Node(props: { node: ThreadNode }) {
  const t = useT()
  const { node } = props
  const kind = t(`views.thread.${node.kind}`)
  return (
    <>
      <p className={css.level}>
        <span>
          {node.whose ?? kind}
          {node.whose ? <span className="vh">, {kind}</span> : null}
          {node.here ? <span className="vh">, {t('views.thread.here')}</span> : null}
        </span>
        {node.where ? <span>{node.where}</span> : null}
      </p>
      {node.hidden ? (
        <p className={css.hidden}>{t('views.thread.hidden')}</p>
      ) : (
        <>
          {node.quote ? (
            <p className={css.quote} lang="vi">
              <LitText {...node.quote} />
            </p>
          ) : null}
          {node.title ? (
            <p className={css.title}>
              {node.href ? <AppLink href={node.href}>{node.title}</AppLink> : node.title}
            </p>
          ) : null}
          {node.more ? <div className={css.more}>{node.more}</div> : null}
          {node.side ? <p className={css.side}>{node.side}</p> : null}
        </>
      )}
    </>
  )
}
