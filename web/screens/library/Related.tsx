import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import type { DocumentView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Menu } from '../../parts/Menu.tsx'
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

/** A document of its own for each way of changing one that was issued: nothing that went out is altered. */
export function RelateMenu(props: { documentId: string }) {
  const t = useT()
  const navigate = useNavigate()
  return (
    <Menu
      label={t('outgoing.relate')}
      align="end"
      trigger={(own) => (
        <Button {...own} icon={<IconChevronDown stroke={1.75} />}>
          {t('outgoing.relate')}
        </Button>
      )}
      choices={relations.map((relation) => ({
        key: relation,
        label: t(`outgoing.relation.do.${relation}`),
        onPick: () =>
          void navigate({ to: '/outgoing/new', search: { document: props.documentId, relation } }),
      }))}
    />
  )
}
