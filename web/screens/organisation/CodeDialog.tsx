import { useMutation } from '@tanstack/react-query'
import { printResetCodeMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import css from './organisation.module.css'

/** Makes a code for a person who forgot the password and has no mail; shown once, as a slip of paper to print. */
export function CodeDialog(props: { unitId: string; person: PersonOfUnit; onClose: () => void }) {
  const t = useT()
  const { unitId, person, onClose } = props
  const make = useMutation(printResetCodeMutation())
  const slip = make.data
  const hasCode = slip?.code != null
  return (
    <Dialog
      title={t('people.code.title', { name: person.name })}
      onClose={onClose}
      acts={
        <>
          {hasCode ? (
            <Button kind="go" onClick={() => window.print()}>
              {t('people.code.print')}
            </Button>
          ) : (
            <Button
              kind="go"
              busy={make.isPending && t('common.busy.saving')}
              onClick={() => make.mutate({ path: { unitId, personId: person.id } })}
            >
              {t('people.code.make')}
            </Button>
          )}
          <Button kind="bare" onClick={onClose}>
            {t(hasCode ? 'common.close' : 'common.cancel')}
          </Button>
        </>
      }
    >
      {make.error ? <ErrorNote error={make.error} focus /> : null}
      {slip && !hasCode ? <p role="status">{t('people.code.repeated')}</p> : null}
      {slip && hasCode ? (
        <div className={`${css.slip} ${css.printed}`} role="status">
          <p>
            <b>{slip.name}</b>
            <br />
            {slip.unit}
          </p>
          <dl>
            <dt>{t('people.code.address')}</dt>
            <dd>{`${location.origin}/reset-code`}</dd>
            <dt>{t('people.code.login')}</dt>
            <dd>{slip.login}</dd>
            <dt>{t('people.code.code')}</dt>
            <dd className={css.code}>{slip.code}</dd>
          </dl>
          <p>{t('people.code.good', { n: slip.hours })}</p>
        </div>
      ) : (
        <p className={css.lead}>{t('people.code.words')}</p>
      )}
    </Dialog>
  )
}
