import type { Succession } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { CheckField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import { Choice } from './SuccessionBelow.tsx'
import css from './succession.module.css'
import { targetsOf, type SuccessionDraft } from './useSuccession.ts'

/** Who goes where; with the same roles. */
export function SuccessionPeople({ plan, draft }: { plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const { content, change } = draft
  const people = plan.preview?.people ?? []
  const targets = targetsOf(content, plan.units, t('succession.units.unnamed'))
  return (
    <div id="succession-people" className={css.section}>
      <Group title={t('succession.section.people')} note={people.length}>
        {people.length === 0 ? <p className="mute">{t('succession.people.none')}</p> : null}
        <ul className={css.table}>
          {people.map((shown) => {
            const person = { ...shown, ...content.people.find((p) => p.personId === shown.personId) }
            const set = (to: string | null, isHead: boolean) =>
              change({
                people: [
                  ...content.people.filter((p) => p.personId !== shown.personId),
                  { personId: shown.personId, to, isHead },
                ],
              })
            return (
              <li key={shown.personId}>
                <span>
                  {shown.name}
                  <span className={css.second}>
                    {[shown.title ?? shown.roles.map((r) => t(`people.role.${r}`)).join(', ')]
                      .concat(shown.hasAccount ? [] : [t('succession.people.noAccount')])
                      .filter((w) => w !== '')
                      .join(' · ')}
                  </span>
                </span>
                <span className={css.acts}>
                  {person.to === null ? null : (
                    <CheckField
                      label={t('succession.people.head')}
                      aria-label={t('succession.people.headOf', { name: shown.name })}
                      disabled={!draft.isEditable}
                      checked={person.isHead}
                      onChange={(e) => set(person.to, e.target.checked)}
                    />
                  )}
                  <Choice
                    label={t('succession.people.toOf', { name: shown.name })}
                    value={person.to}
                    options={targets}
                    none={t(plan.kind === 'part' ? 'succession.people.stays' : 'succession.people.leaves')}
                    isEditable={draft.isEditable}
                    onChange={(to) => set(to === '' ? null : to, to !== '' && person.isHead)}
                  />
                </span>
              </li>
            )
          })}
        </ul>
      </Group>
    </div>
  )
}
