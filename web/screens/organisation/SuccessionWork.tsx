import { formatDate } from '#src/messages/format.ts'
import type { Succession } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { SelectField, TextField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import { Choice } from './SuccessionBelow.tsx'
import css from './succession.module.css'
import { targetsOf, type SuccessionDraft, type UnitOption } from './useSuccession.ts'

type WorkGroup = NonNullable<Succession['preview']>['work'][number]

/** Who goes on with the books, and with each kind of open work. */
export function SuccessionWork({ plan, draft }: { plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const { content, change } = draft
  const work = plan.preview?.work ?? []
  const targets = targetsOf(content, plan.units, t('succession.units.unnamed'))
  return (
    <>
      {plan.kind === 'split' ? (
        <div id="succession-reports" className={css.section}>
          <Group title={t('succession.section.reports')}>
            <SelectField
              label={t('succession.heir.label')}
              hint={t('succession.heir.hint')}
              value={content.heir ?? ''}
              disabled={!draft.isEditable}
              onChange={(e) => change({ heir: e.target.value === '' ? null : e.target.value })}
              options={[
                { value: '', label: t('succession.heir.choose') },
                ...targets.map((x) => ({ value: x.id, label: x.name })),
              ]}
            />
          </Group>
        </div>
      ) : null}
      <div id="succession-work" className={css.section}>
        <Group title={t('succession.section.work')} note={work.reduce((n, w) => n + w.n, 0)}>
          {work.length === 0 ? <p className="mute">{t('succession.work.none')}</p> : null}
          <ul className={css.table}>
            {work.map((group) => (
              <li key={group.what} className={css.stack}>
                <KindOfWork group={group} targets={targets} draft={draft} />
              </li>
            ))}
          </ul>
        </Group>
      </div>
    </>
  )
}

function KindOfWork(props: { group: WorkGroup; targets: UnitOption[]; draft: SuccessionDraft }) {
  const t = useT()
  const { group, targets, draft } = props
  const { content, change } = draft
  const own = content.work.find((w) => w.what === group.what)
  const to = own ? own.to : group.to
  const what = t(`succession.what.${group.what}`)
  const set = (next: { to: string | null; reason: string }) =>
    change({ work: [...content.work.filter((w) => w.what !== group.what), { what: group.what, ...next }] })
  // Nothing is chosen while nobody goes on with the books.
  const isOpen = group.what === 'plan' || (to === null && own === undefined)
  const ends = t(isOpen ? 'succession.below.notChosen' : 'succession.work.ends')
  return (
    <>
      <div className={css.line}>
        <span className="mid">
          {what} <span className="mute num">{group.n}</span>
        </span>
        <Choice
          label={t('succession.work.toOf', { what })}
          value={to}
          options={targets}
          none={ends}
          isEditable={draft.isEditable}
          onChange={(id) => set({ to: id === '' ? null : id, reason: own?.reason ?? '' })}
        />
      </div>
      {to === null && !isOpen ? (
        <TextField
          label={t('succession.work.reason')}
          value={own?.reason ?? ''}
          maxLength={500}
          disabled={!draft.isEditable}
          onChange={(e) => set({ to: null, reason: e.target.value })}
        />
      ) : null}
      <details>
        <summary>{t('succession.work.items', { n: group.items.length })}</summary>
        <ul className={css.items}>
          {group.items.map((item) => {
            const single = content.items.find((i) => i.id === item.id)
            return (
              <li key={item.id}>
                <span>
                  {item.label || what}
                  {item.dueOn ? (
                    <span className={css.second}>
                      {t('succession.work.due', { day: formatDate(item.dueOn) })}
                    </span>
                  ) : null}
                </span>
                <Choice
                  label={t('succession.work.toOf', { what: item.label || what })}
                  value={single?.to ?? null}
                  options={targets}
                  none={t('succession.work.asKind')}
                  isEditable={draft.isEditable}
                  onChange={(id) =>
                    change({
                      items: [
                        ...content.items.filter((i) => i.id !== item.id),
                        ...(id === '' ? [] : [{ id: item.id, to: id, reason: '' }]),
                      ],
                    })
                  }
                />
              </li>
            )
          })}
        </ul>
      </details>
    </>
  )
}
