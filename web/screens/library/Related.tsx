import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import type { DocumentView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Menu, type MenuChoice } from '../../parts/Menu.tsx'
import css from './Pieces.module.css'

const relations = ['amends', 'replaces', 'corrects', 'recalls'] as const
/** What is no longer to be relied on as it stands. */
const heavy: readonly string[] = ['amends', 'replaces', 'recalls']

/** What an issued document does to others and they to it: whoever holds one that was recalled or replaced sees it first. */
export function Related(props: { related: DocumentView['related'] }) {
  const t = useT()
  if (props.related.length === 0) return null
  return (
    <ul className={css.related}>
      {props.related.map(({ relation, isBy, document: d }) => (
        <li
          key={`${relation} ${isBy} ${d.id}`}
          data-heavy={isBy && heavy.includes(relation) ? '' : undefined}
        >
          <b>{t(`outgoing.relation.${isBy ? 'by.' : ''}${relation}`)}</b>{' '}
          <AppLink href={`/documents/${d.id}`}>
            {[d.type, d.numberSymbol, d.issuedOn && t('library.bench.date', { date: formatDate(d.issuedOn) })]
              .filter(Boolean)
              .join(' ')}
          </AppLink>
        </li>
      ))}
    </ul>
  )
}

/**
 * What can follow from a document: copies of it, and, of one that was issued, a document of its own for each way of
 * changing it: nothing that went out is altered.
 */
export function FollowMenu(props: { documentId: string; mayCopy: boolean; mayRelate: boolean }) {
  const t = useT()
  const navigate = useNavigate()
  const { documentId, mayCopy, mayRelate } = props
  if (!mayRelate)
    return mayCopy ? (
      <ButtonLink to="/outgoing/new" search={{ copyOf: documentId }}>
        {t('outgoing.copy.act')}
      </ButtonLink>
    ) : null
  const copy: MenuChoice = {
    key: 'copy',
    label: t('outgoing.copy.act'),
    onPick: () => void navigate({ to: '/outgoing/new', search: { copyOf: documentId } }),
  }
  const label = t(mayCopy ? 'outgoing.relateOrCopy' : 'outgoing.relate')
  return (
    <Menu
      label={label}
      align="end"
      trigger={(own) => (
        <Button {...own} icon={<IconChevronDown stroke={1.75} />}>
          {label}
        </Button>
      )}
      choices={[
        ...(mayCopy ? [copy] : []),
        ...relations.map((relation, i) => ({
          key: relation,
          apart: mayCopy && i === 0,
          label: t(`outgoing.relation.do.${relation}`),
          onPick: () => void navigate({ to: '/outgoing/new', search: { document: documentId, relation } }),
        })),
      ]}
    />
  )
}
