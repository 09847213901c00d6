import { useQuery } from '@tanstack/react-query'
import type { PlanContent } from '../../api/generated/index.ts'
import { listPlanPeopleOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { CheckField, RadioCards, SelectField, TextField } from '../../parts/FormField.tsx'
import { Recipients } from '../inbox/Recipients.tsx'
import { SignerPicker } from '../organisation/Signers.tsx'
import css from './plans.module.css'

/** Who receives the plan and for what, who signs, what the public sees, and by when units below answer with theirs. */
export function SendPane(props: { content: PlanContent; onChange?: (content: PlanContent) => void }) {
  const t = useT()
  const { content, onChange } = props
  const { signer } = content
  const set = (change: Partial<PlanContent>) => onChange?.({ ...content, ...change })
  return (
    <>
      <section className={css.block}>
        <h2>{t('plans.recipients')}</h2>
        <Recipients
          recipients={content.recipients}
          {...(onChange ? { onChange: (recipients) => set({ recipients }) } : {})}
        />
      </section>
      {onChange ? (
        <Signing content={content} onChange={onChange} />
      ) : (
        <section className={css.block}>
          <h2>{t('plans.way')}</h2>
          <p>
            {[signer.authority, signer.deputyOf, signer.position].filter(Boolean).map((words) => (
              <span key={words} lang="vi" style={{ display: 'block' }}>
                {words}
              </span>
            ))}
            {t(`plans.way.${content.way}`)}
          </p>
        </section>
      )}
    </>
  )
}

function Signing(props: { content: PlanContent; onChange: (content: PlanContent) => void }) {
  const t = useT()
  const { content, onChange } = props
  const people = useQuery(listPlanPeopleOptions())
  const { signer } = content
  const setSigner = (change: Partial<typeof signer>) =>
    onChange({ ...content, signer: { ...signer, ...change } })
  return (
    <section className={css.block}>
      <h2>{t('plans.signing')}</h2>
      <div className={css.fields}>
        <SignerPicker
          type="Kế hoạch"
          on={null}
          signer={signer}
          onPick={({ personId, authority, position, deputyOf }) =>
            setSigner({ personId, authority, position, deputyOf })
          }
        />
        <SelectField
          label={t('plans.signer')}
          value={signer.personId ?? ''}
          onChange={(e) => {
            const person = people.data?.people.find((p) => p.id === e.target.value)
            setSigner({ personId: person?.id ?? null, ...(person?.title ? { position: person.title } : {}) })
          }}
          options={[
            { value: '', label: t('common.none') },
            ...(people.data?.people ?? []).map((p) => ({
              value: p.id,
              label: p.title ? `${p.name}, ${p.title}` : p.name,
            })),
          ]}
        />
        <TextField
          label={t('plans.signer.authority')}
          hint={t('plans.signer.authority.hint')}
          optional
          value={signer.authority ?? ''}
          onChange={(e) => setSigner({ authority: e.target.value === '' ? null : e.target.value })}
        />
        <TextField
          label={t('plans.signer.position')}
          value={signer.position}
          onChange={(e) => setSigner({ position: e.target.value })}
        />
        <TextField
          label={t('outgoing.send.deputyOf')}
          hint={t('outgoing.send.deputyOf.hint')}
          optional
          value={signer.deputyOf ?? ''}
          onChange={(e) => setSigner({ deputyOf: e.target.value === '' ? null : e.target.value })}
        />
        {content.tasks.some((task) => task.asksBelow) ? (
          <DateField
            label={t('plans.belowDueOn')}
            hint={t('plans.belowDueOn.hint')}
            optional
            value={content.belowDueOn}
            onChange={(belowDueOn) => onChange({ ...content, belowDueOn })}
          />
        ) : null}
        <RadioCards
          label={t('plans.way')}
          value={content.way}
          onChange={(way) => onChange({ ...content, way: way === 'electronic' ? 'electronic' : 'paper' })}
          options={(['electronic', 'paper'] as const).map((way) => ({
            value: way,
            label: t(`plans.way.${way}`),
            hint: t(`plans.way.${way}.hint`),
          }))}
        />
        <CheckField
          label={t('plans.isPublic')}
          hint={t('plans.isPublic.hint')}
          checked={content.isPublic}
          onChange={(e) => onChange({ ...content, isPublic: e.target.checked })}
        />
      </div>
    </section>
  )
}
