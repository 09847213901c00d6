import { useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { addKnownDocumentMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { emptyFacts, KnownForm } from './KnownForm.tsx'
import css from './Known.module.css'
import { newKnownRoute } from './library.routes.ts'

export const Route = createLazyRoute('/documents/known/new')({ component: KnownNew })

/** A document that the unit itself puts into its register. */
function KnownNew() {
  const t = useT()
  const navigate = newKnownRoute.useNavigate()
  const client = useQueryClient()
  const [id] = useState(newId)
  const add = useMutation({
    ...addKnownDocumentMutation(),
    onSuccess: async (entry) => {
      await client.invalidateQueries()
      await navigate({ to: '/documents/known/$knownId', params: { knownId: entry.id } })
    },
  })
  return (
    <Page narrow>
      <PageHead
        title={t('library.entry.new')}
        crumbs={[
          { label: t('library.title'), href: '/documents' },
          { label: t('library.known.title'), href: '/documents/known' },
        ]}
      />
      <p className={css.lead}>{t('library.entry.intro')}</p>
      <KnownForm
        facts={emptyFacts}
        reasoned={false}
        save={t('library.entry.save')}
        busy={add.isPending}
        error={add.error}
        cancel={
          <ButtonLink kind="bare" to="/documents/known" search={{}}>
            {t('common.cancel')}
          </ButtonLink>
        }
        onSave={(facts) => add.mutate({ body: { id, ...facts } })}
      />
    </Page>
  )
}
