import { useQuery } from '@tanstack/react-query'
import type { OutgoingContent, OutgoingView } from '../../api/generated/index.ts'
import { listPlanPeopleOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { CheckField, RadioCards, SelectField, TextField } from '../../parts/FormField.tsx'
import { Recipients } from '../inbox/Recipients.tsx'
import { SignerPicker } from '../organisation/Signers.tsx'
import css from './outgoing.module.css'

/** Who receives the document, who signs it by which right, and whether on paper or electronically. */
export function SendPane(props: {
  draft: OutgoingView
  content: OutgoingContent
  onChange?: (content: OutgoingContent) => void
}) {
  const t = useT()
  const { draft, content, onChange } = props
  const disabled = onChange === undefined
  const people = useQuery(listPlanPeopleOptions())
  const set = (change: Partial<OutgoingContent>) => onChange?.({ ...content, ...change })
  const { signer, beside, drafter } = content
  const setSigner = (change: Partial<typeof signer>) => set({ signer: { ...signer, ...change } })
  return (
    <>
      <section className={css.block}>
        <h2>{t('outgoing.send.recipients')}</h2>
        <Recipients
          recipients={content.recipients}
          {...(onChange ? { onChange: (recipients) => set({ recipients }) } : {})}
        />
      </section>
      <section className={css.block}>
        <h2>{t('outgoing.send.signer')}</h2>
        <div className={css.fields}>
          {disabled ? null : (
            <SignerPicker
              type={content.type}
              on={draft.numberDated}
              signer={signer}
              onPick={({ personId, authority, position, deputyOf }) =>
                setSigner({ personId, authority, position, deputyOf })
              }
            />
          )}
          <SelectField
            label={t('outgoing.send.signer')}
            disabled={disabled}
            value={signer.personId ?? ''}
            onChange={(e) => {
              const person = people.data?.people.find((p) => p.id === e.target.value)
              setSigner({
                personId: person?.id ?? null,
                ...(person?.title ? { position: person.title } : {}),
              })
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
            label={t('outgoing.send.position')}
            lang="vi"
            readOnly={disabled}
            value={signer.position}
            onChange={(e) => setSigner({ position: e.target.value })}
          />
          <TextField
            label={t('outgoing.send.authority')}
            hint={t('outgoing.send.authority.hint')}
            optional
            lang="vi"
            readOnly={disabled}
            value={signer.authority ?? ''}
            onChange={(e) => setSigner({ authority: e.target.value === '' ? null : e.target.value })}
          />
          <TextField
            label={t('outgoing.send.deputyOf')}
            hint={t('outgoing.send.deputyOf.hint')}
            optional
            lang="vi"
            readOnly={disabled}
            value={signer.deputyOf ?? ''}
            onChange={(e) => setSigner({ deputyOf: e.target.value === '' ? null : e.target.value })}
          />
          {beside ? (
            <>
              <TextField
                label={t('outgoing.send.beside')}
                lang="vi"
                readOnly={disabled}
                value={beside.position}
                onChange={(e) => set({ beside: { ...beside, position: e.target.value } })}
              />
              <TextField
                label={t('outgoing.send.beside.name')}
                lang="vi"
                readOnly={disabled}
                value={beside.name}
                onChange={(e) => set({ beside: { ...beside, name: e.target.value } })}
              />
            </>
          ) : null}
          {content.copy ? null : (
            <TextField
              label={t('outgoing.send.drafter')}
              optional
              maxLength={20}
              readOnly={disabled}
              value={drafter?.code ?? ''}
              onChange={(e) =>
                set({
                  drafter:
                    e.target.value === '' ? null : { code: e.target.value, copies: drafter?.copies ?? 1 },
                })
              }
            />
          )}
          {drafter ? (
            <TextField
              label={t('outgoing.send.copies')}
              inputMode="numeric"
              readOnly={disabled}
              value={String(drafter.copies)}
              onChange={(e) =>
                set({
                  drafter: { ...drafter, copies: Math.min(9_999, Math.max(1, Number(e.target.value) || 1)) },
                })
              }
            />
          ) : null}
        </div>
      </section>
      {content.copy ? null : (
        <section className={css.block}>
          <h2>{t('outgoing.send.way')}</h2>
          {disabled ? (
            <p>{t(`outgoing.send.way.${content.way}`)}</p>
          ) : (
            <RadioCards
              label={t('outgoing.send.way')}
              value={content.way}
              onChange={(way) => set({ way: way === 'paper' ? 'paper' : 'electronic' })}
              options={(['electronic', 'paper'] as const).map((way) => ({
                value: way,
                label: t(`outgoing.send.way.${way}`),
                hint: t(`outgoing.send.way.${way}.hint`),
              }))}
            />
          )}
          <CheckField
            label={t('outgoing.send.public')}
            hint={t('outgoing.send.public.hint')}
            disabled={disabled}
            checked={content.isPublic}
            onChange={(e) => set({ isPublic: e.target.checked })}
          />
        </section>
      )}
      {draft.relations.length > 0 ? (
        <section className={css.block}>
          <h2>{t('outgoing.send.relations')}</h2>
          <ul className={css.options}>
            {draft.relations.map(({ relation, document }) => (
              <li key={document.id}>
                {t(`outgoing.relation.${relation}`)}{' '}
                <AppLink href={`/documents/${document.id}`}>
                  {[document.type, document.numberSymbol].filter(Boolean).join(' ')}
                </AppLink>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
