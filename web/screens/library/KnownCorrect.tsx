import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import {
  correctKnownDocumentMutation,
  getKnownDocumentOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { KnownForm } from './KnownForm.tsx'
import css from './Known.module.css'
import { correctKnownRoute } from './library.routes.ts'

export const Route = createLazyRoute('/documents/known/$knownId/correct')({ component: KnownCorrect })

/** Corrects an entry of one's own; of one that all homes share, says the unit's own word beside it. */
function KnownCorrect() {
  const t = useT()
  const { knownId } = Route.useParams()
  const navigate = correctKnownRoute.useNavigate()
  const client = useQueryClient()
  const query = useQuery(getKnownDocumentOptions({ path: { knownId } }))
  const open = () => navigate({ to: '/documents/known/$knownId', params: { knownId } })
  const correct = useMutation({
    ...correctKnownDocumentMutation(),
    onSuccess: async () => {
      await client.invalidateQueries()
      await open()
    },
  })
  const crumbs = [
    { label: t('library.title'), href: '/documents' },
    { label: t('library.known.title'), href: '/documents/known' },
  ]
  if (!query.data) return <Unready title={t('library.entry.correct')} crumbs={crumbs} query={query} />
  const entry = query.data
  const { type, numberSymbol, issuer, issuedOn, title, inForceFrom, lastDay, source, changedBy } = entry
  const facts = { type, numberSymbol, issuer, issuedOn, title, inForceFrom, lastDay, source }
  return (
    <Page narrow>
      <PageHead
        title={t(entry.whose === 'shared' ? 'library.entry.say' : 'library.entry.correct')}
        crumbs={[...crumbs, { label: `${type} ${numberSymbol}`, href: `/documents/known/${knownId}` }]}
      />
      <p className={css.lead}>
        {t(entry.whose === 'own' ? 'library.entry.intro' : 'library.entry.sayIntro')}
      </p>
      <KnownForm
        key={entry.own?.version ?? 0}
        facts={{ ...facts, relations: changedBy }}
        reasoned
        save={t('library.entry.saveChange')}
        busy={correct.isPending}
        error={correct.error}
        cancel={
          <ButtonLink kind="bare" to="/documents/known/$knownId" params={{ knownId }}>
            {t('common.cancel')}
          </ButtonLink>
        }
        onSave={(said, reason) =>
          correct.mutate({
            path: { knownId },
            body: { version: entry.own?.version ?? 0, reason, facts: said },
          })
        }
      />
    </Page>
  )
}
