import type { DocumentBases } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { hrefOf } from './Bases.tsx'
import css from './Known.module.css'

/** A column of the picture shows so many; the tables under it have all. */
const most = 12
const box = { width: 300, height: 40, gap: 12 }
const width = 1060
const columns = { left: 10, middle: 380, right: 750 }

interface Node {
  name: string
  href: string | null
  ended: boolean
}

/** What the document rests on at the left, itself in the middle, what rests on it at the right. Each box is a link. */
export function BasesPicture(props: { bases: DocumentBases }) {
  const t = useT()
  const { bases } = props
  const left: Node[] = bases.restsOn.map((b) => ({
    name: b.name,
    href: hrefOf(b),
    ended: b.state === 'ended',
  }))
  const right: Node[] = bases.restsOnIt.map((d) => ({
    name: d.name,
    href: `/documents/${d.id}`,
    ended: false,
  }))
  if (left.length === 0 && right.length === 0) return null
  const rows = Math.max(1, Math.min(most, left.length), Math.min(most, right.length))
  const height = rows * (box.height + box.gap) + box.gap + 24
  const middle = height / 2 - box.height / 2
  return (
    <svg
      className={css.picture}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={t('library.bases.picture')}
    >
      <Column nodes={left} x={columns.left} height={height} to={{ x: columns.middle, y: middle }} />
      <Column
        nodes={right}
        x={columns.right}
        height={height}
        to={{ x: columns.middle + box.width, y: middle }}
      />
      <Box node={{ name: bases.name, href: null, ended: false }} x={columns.middle} y={middle} own />
    </svg>
  )
}

function Column(props: { nodes: readonly Node[]; x: number; height: number; to: { x: number; y: number } }) {
  const t = useT()
  const { nodes, x, height, to } = props
  const shown = nodes.slice(0, most)
  const top = (height - shown.length * (box.height + box.gap) + box.gap) / 2
  const edge = x < to.x ? x + box.width : x
  const half = (edge + to.x) / 2
  return (
    <g>
      {shown.map((node, i) => {
        const y = top + i * (box.height + box.gap)
        const line = `M ${edge} ${y + box.height / 2} C ${half} ${y + box.height / 2}, ${half} ${to.y + box.height / 2}, ${to.x} ${to.y + box.height / 2}`
        return (
          <g key={`${node.name} ${node.href ?? ''}`}>
            <path d={line} />
            <Box node={node} x={x} y={y} />
          </g>
        )
      })}
      {nodes.length > most ? (
        <text x={x} y={height - 6}>
          {t('library.bases.more', { n: nodes.length - most })}
        </text>
      ) : null}
    </g>
  )
}

function Box(props: { node: Node; x: number; y: number; own?: boolean }) {
  const t = useT()
  const { node, x, y, own } = props
  const name = node.ended ? `${node.name} · ${t('library.known.state.ended')}` : node.name
  const drawn = (
    <>
      <rect
        x={x}
        y={y}
        width={box.width}
        height={box.height}
        rx={4}
        data-own={own || undefined}
        data-state={node.ended ? 'ended' : undefined}
      />
      {/* A name longer than its box ends at its edge. */}
      <svg x={x + 10} y={y} width={box.width - 20} height={box.height}>
        <text x={0} y={25}>
          {name}
        </text>
      </svg>
    </>
  )
  if (node.href === null) return <g>{drawn}</g>
  // Words in a picture within a picture are no name of a link to everybody who reads aloud.
  return (
    <AppLink href={node.href} aria-label={name}>
      {drawn}
    </AppLink>
  )
}
